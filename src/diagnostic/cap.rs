//! No file has more said about it than anybody would read.

use super::{Diagnostic, Severity};

/// The most that is said of one file by one stage.
const MOST: usize = 500;

/// Cuts what was said since `from` to [`MOST`], and says how much more there is. An error stays an error.
pub(crate) fn cap(diagnostics: &mut Vec<Diagnostic>, from: usize) {
    if diagnostics.len() <= from.saturating_add(MOST) {
        return;
    }
    let rest = diagnostics.split_off(from + MOST);
    let worst = rest.iter().find(|d| d.severity == Severity::Error);
    let Some(shown) = worst.or(rest.first()) else {
        return;
    };
    diagnostics.push(
        Diagnostic::new(
            shown.code,
            shown.span,
            format!("this and {} more are wrong in this file", rest.len() - 1),
        )
        .severity(shown.severity)
        .help("mend what was told before, and run it again"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    #[test]
    fn what_is_cut_is_counted_and_an_error_stays_one() {
        let warning = Diagnostic::new(Code::UnknownKey, None, "w");
        let error = Diagnostic::new(Code::BrokenLink, None, "e");
        let mut all = vec![warning; MOST + 10];
        cap(&mut all, 10);
        assert_eq!(all.len(), MOST + 10);
        all.extend([error, all[0].clone()]);
        cap(&mut all, 10);
        assert_eq!(all.len(), MOST + 11);
        let last = all.last().unwrap();
        assert_eq!(
            (last.severity, &*last.message),
            (Severity::Error, "this and 1 more are wrong in this file")
        );
    }
}
