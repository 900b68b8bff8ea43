//! Questions on a terminal.
//!
//! Comes in: lines that a person types. Goes out: answers. An empty line, or the end of the input, takes the default.

use std::io::{BufRead, Write};

use crate::fault::{Fault, Result};

/// Somebody who can be asked.
pub(super) struct Prompt<R, W> {
    /// Where answers come from.
    pub(super) answers: R,
    /// Where questions go.
    pub(super) questions: W,
}

impl<R: BufRead, W: Write> Prompt<R, W> {
    /// Asks for a text.
    pub(super) fn text(&mut self, question: &str, default: &str) -> Result<String> {
        self.ask(&format!("{question} [{default}]: "))
            .map(|answer| answer.unwrap_or_else(|| default.to_owned()))
    }

    /// Asks for one of `choices`, by its word or its number, until it is one. The first is the default.
    pub(super) fn choice(&mut self, question: &str, choices: &[&str]) -> Result<usize> {
        let mut list = format!("{question}\n");
        for (index, choice) in choices.iter().enumerate() {
            list.push_str(&format!("  {} {choice}\n", index + 1));
        }
        list.push_str("Word or number [1]: ");
        loop {
            let Some(answer) = self.ask(&list)? else {
                return Ok(0);
            };
            let by_word = choices
                .iter()
                .position(|choice| choice.eq_ignore_ascii_case(&answer));
            let by_number = || {
                let number: usize = answer.parse().ok()?;
                number.checked_sub(1).filter(|index| *index < choices.len())
            };
            if let Some(index) = by_word.or_else(by_number) {
                return Ok(index);
            }
            list = format!(
                "That is none of them. Word, or number from 1 to {} [1]: ",
                choices.len()
            );
        }
    }

    fn ask(&mut self, question: &str) -> Result<Option<String>> {
        let told = write!(self.questions, "{question}").and_then(|()| self.questions.flush());
        told.map_err(|e| Fault::io("can't write to", "the terminal", e))?;
        let mut line = String::new();
        (self.answers.read_line(&mut line))
            .map_err(|e| Fault::io("can't read from", "the terminal", e))?;
        let answer = line.trim();
        Ok((!answer.is_empty()).then(|| answer.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked<T>(
        answers: &str,
        ask: impl FnOnce(&mut Prompt<&[u8], &mut Vec<u8>>) -> T,
    ) -> (T, String) {
        let mut questions = Vec::new();
        let mut prompt = Prompt {
            answers: answers.as_bytes(),
            questions: &mut questions,
        };
        let answer = ask(&mut prompt);
        (answer, String::from_utf8(questions).unwrap())
    }

    #[test]
    fn an_empty_answer_takes_the_default() {
        for (answer, expected) in [("Signals\n", "Signals"), ("  \n", "Briefs"), ("", "Briefs")] {
            let (text, question) = asked(answer, |p| p.text("Name", "Briefs").unwrap());
            assert_eq!((&*text, &*question), (expected, "Name [Briefs]: "));
        }
    }

    #[test]
    fn a_choice_is_asked_for_until_it_is_one() {
        let choices = ["none", "netlify"];
        for (answers, expected, times) in [
            ("", 0, 1),
            ("2\n", 1, 1),
            ("Netlify\n", 1, 1),
            ("0\n3\nmoon\n1\n", 0, 4),
        ] {
            let (choice, questions) = asked(answers, |p| p.choice("Where?", &choices).unwrap());
            assert_eq!(
                (choice, questions.matches("[1]").count()),
                (expected, times),
                "{answers:?}"
            );
        }
    }
}
