//! The author's editor, started for one file.
//!
//! Comes in: a command as people write it into `EDITOR`, and a place in a file. Goes out: a process. No shell is asked:
//! the command is cut into words here, and a file's name is one word whatever is in it.

use std::path::Path;
use std::process::{Child, Command, ExitStatus};

use crate::fault::{Fault, Result};

/// How to start an editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Editor {
    program: String,
    arguments: Vec<String>,
    /// Whether it has a window of its own, which Ctrl-C in our terminal must not close.
    in_window: bool,
}

impl Editor {
    /// The editor of `BRIEFPRESS_EDITOR`, else of `EDITOR`; none if neither is set.
    ///
    /// # Errors
    /// A [`Fault`] if a quote in it has no end.
    pub(super) fn of_environment(
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<Self>> {
        let named = ["BRIEFPRESS_EDITOR", "EDITOR"]
            .into_iter()
            .find_map(|name| {
                let value = variable(name).filter(|value| !value.trim().is_empty())?;
                Some((name, value))
            });
        let Some((name, value)) = named else {
            return Ok(None);
        };
        let mut words = split(&value)
            .ok_or_else(|| {
                Fault::new(format!("a quote in {name} has no end: {value:?}")).hint(format!(
                    "set {name} to a command such as `code --goto {{file}}:{{line}}`"
                ))
            })?
            .into_iter();
        Ok(words.next().map(|program| Self {
            in_window: name == "BRIEFPRESS_EDITOR",
            program,
            arguments: words.collect(),
        }))
    }

    /// Opens `file` at a line and column that count from 1.
    ///
    /// # Errors
    /// A [`Fault`] if there is no such program.
    pub(super) fn open(&self, file: &Path, line: usize, column: usize) -> Result<()> {
        let mut command = Command::new(&self.program);
        command.args(self.arguments_for(&file.to_string_lossy(), line, column));
        if self.in_window {
            apart(&mut command);
        }
        let child = command
            .spawn()
            .map_err(|error| Fault::io("can't start the editor", &self.program, error))?;
        // How it ends is its user's business.
        see_off(child, |_| {});
        Ok(())
    }

    /// `{file}`, `{line}` and `{column}` filled in; without `{file}` the file comes last.
    fn arguments_for(&self, file: &str, line: usize, column: usize) -> Vec<String> {
        let names_file = self.arguments.iter().any(|word| word.contains("{file}"));
        let filled = self.arguments.iter().map(|word| {
            // The file last, so that nothing in its name is filled in.
            word.replace("{line}", &line.to_string())
                .replace("{column}", &column.to_string())
                .replace("{file}", file)
        });
        filled
            .chain((!names_file).then(|| file.to_owned()))
            .collect()
    }
}

/// Has Ctrl-C in our terminal leave the process alone.
pub(super) fn apart(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(not(unix))]
    let _alone_already = command;
}

/// Waits for a process on the side, so that the system need not remember it after its end, and tells `then` how it ended.
pub(super) fn see_off(mut child: Child, then: impl FnOnce(ExitStatus) + Send + 'static) {
    std::thread::spawn(move || {
        if let Ok(status) = child.wait() {
            then(status);
        }
    });
}

/// Cuts a command into words as a shell would: at spaces, but for those in quotes or after a backslash (which Windows
/// needs for paths). `None` if a quote has no end.
fn split(command: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut chars = command.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None | Some('"'), '\\') if !cfg!(windows) => {
                word.get_or_insert_default()
                    .push(chars.next().unwrap_or('\\'));
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    quote.is_none().then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_cut_at_spaces_outside_of_quotes() {
        for (command, expected) in [
            ("vim", Some(&["vim"][..])),
            ("  code   --wait ", Some(&["code", "--wait"])),
            (
                "'/opt/My Editor/run' -n",
                Some(&["/opt/My Editor/run", "-n"]),
            ),
            (r#"a"b c"d "" e"#, Some(&["ab cd", "", "e"])),
            (
                "a; rm -rf $HOME `x`",
                Some(&["a;", "rm", "-rf", "$HOME", "`x`"]),
            ),
            ("'open", None),
            ("", Some(&[])),
        ] {
            let split = split(command);
            let split: Option<Vec<&str>> = split
                .as_ref()
                .map(|words| words.iter().map(String::as_str).collect());
            assert_eq!(split.as_deref(), expected, "{command}");
        }
        if !cfg!(windows) {
            assert_eq!(
                split(r#"a\ b "c\"d" 'e\f'"#).unwrap(),
                ["a b", "c\"d", r"e\f"]
            );
        }
    }

    #[test]
    fn our_own_variable_wins_and_the_file_is_one_word() {
        let editor = |variables: &[(&str, &str)]| {
            Editor::of_environment(|name| {
                let found = variables.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        let ours = ("BRIEFPRESS_EDITOR", "code --goto {file}:{line}:{column}");
        let both = editor(&[("EDITOR", "vim -f"), ours]).unwrap().unwrap();
        assert_eq!(both.program, "code");
        let file = "/site/a {line} $(x)'.md";
        assert_eq!(
            both.arguments_for(file, 3, 7),
            ["--goto", "/site/a {line} $(x)'.md:3:7"]
        );
        let common = editor(&[("EDITOR", "vim -f"), ("BRIEFPRESS_EDITOR", " ")])
            .unwrap()
            .unwrap();
        assert_eq!(common.arguments_for(file, 3, 7), ["-f", file]);
        assert_eq!(editor(&[]).unwrap(), None);
        assert!(editor(&[("EDITOR", "'vim")]).is_err());
    }
}
