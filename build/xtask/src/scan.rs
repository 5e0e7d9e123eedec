//! As much of PowerShell's grammar as tells comments from texts, and finds functions.

use std::ops::Range;

/// What was found in a script. Ranges are of bytes.
#[derive(Debug, Default)]
pub struct Script {
    /// Comments, in the order of the script.
    pub comments: Vec<Range<usize>>,
    /// Texts in quotes and here-strings, with what is nested in them.
    pub texts: Vec<Range<usize>>,
    /// Starts of lines that belong to the line before, which ends in a backtick.
    pub continued: Vec<usize>,
    /// Names of the functions that are not inside of others.
    pub functions: Vec<String>,
}

/// Why a script cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Defect {
    /// Something begins and does not end.
    #[error("{0} has no end")]
    Open(&'static str),
    /// A `#` that begins a comment only after some tokens.
    #[error("'#' directly after other text: put a blank before a comment, or quotes around a name")]
    Hash,
}

/// Where the scanner is.
enum Mode {
    /// Commands; within a text the parentheses that are open since its `$(`.
    Code { parentheses: usize },
    /// A text in double quotes.
    Text,
    /// A here-string in double quotes.
    Here,
}

/// Reads a script. A defect comes with the byte at which it begins.
pub fn scan(text: &str) -> Result<Script, (usize, Defect)> {
    let mut scanner = Scanner {
        text,
        at: 0,
        modes: vec![Mode::Code { parentheses: 0 }],
        outermost: 0,
        braces: 0,
        names_function: false,
        script: Script::default(),
    };
    while let Some(next) = scanner.peek() {
        let nested = scanner.modes.len() > 1;
        match scanner.modes.last() {
            Some(Mode::Text) => scanner.in_text(next)?,
            Some(Mode::Here) => scanner.in_here(next)?,
            _ => scanner.in_code(next, nested)?,
        }
    }
    if scanner.modes.len() > 1 {
        return Err((scanner.outermost, Defect::Open("the text in double quotes")));
    }
    Ok(scanner.script)
}

/// PowerShell takes typographic quotes for quotes.
const fn is_single(quote: char) -> bool {
    matches!(quote, '\'' | '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}')
}

const fn is_double(quote: char) -> bool {
    matches!(quote, '"' | '\u{201C}' | '\u{201D}' | '\u{201E}')
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    modes: Vec<Mode>,
    /// Where the outermost text began.
    outermost: usize,
    braces: usize,
    /// The next word is the name of a function.
    names_function: bool,
    script: Script,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Goes on behind the next character.
    fn step(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    /// Goes on behind a backtick and what it stands before.
    fn step_escaped(&mut self) {
        self.step();
        self.step();
    }

    /// Goes on behind `end`; everything before it is of no interest.
    fn skip_to(&mut self, end: &str, what: &'static str) -> Result<(), (usize, Defect)> {
        let length = self.rest().find(end).ok_or((self.at, Defect::Open(what)))?;
        self.at += length + end.len();
        Ok(())
    }

    fn begin(&mut self, mode: Mode, start: usize) {
        if self.modes.len() == 1 {
            self.outermost = start;
        }
        self.modes.push(mode);
    }

    fn end(&mut self) {
        self.modes.pop();
        if self.modes.len() == 1 {
            self.script.texts.push(self.outermost..self.at);
        }
    }

    /// What stands alike in commands and in texts: `` ` ``, `${name}`, and within a text `$(`.
    fn common(&mut self, next: char, in_text: bool) -> Result<bool, (usize, Defect)> {
        if next == '`' {
            self.step_escaped();
        } else if self.rest().starts_with("${") {
            self.skip_to("}", "the variable '${'")?;
        } else if in_text && self.rest().starts_with("$(") {
            self.at += 2;
            self.modes.push(Mode::Code { parentheses: 0 });
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    fn in_text(&mut self, next: char) -> Result<(), (usize, Defect)> {
        if !self.common(next, true)? {
            self.step();
            // Of two that stand for one the second begins a text again.
            if is_double(next) {
                self.end();
            }
        }
        Ok(())
    }

    fn in_here(&mut self, next: char) -> Result<(), (usize, Defect)> {
        if !self.common(next, true)? {
            self.step();
            if next == '\n' && self.closes_here(is_double) {
                self.step_escaped();
                self.end();
            }
        }
        Ok(())
    }

    /// Whether a line begins with the end of a here-string.
    fn closes_here(&self, quote: fn(char) -> bool) -> bool {
        let mut rest = self.rest().chars();
        rest.next().is_some_and(quote) && rest.next() == Some('@')
    }

    fn in_code(&mut self, next: char, nested: bool) -> Result<(), (usize, Defect)> {
        let start = self.at;
        if self.rest().starts_with("`\n") {
            self.script.continued.push(start + 2);
        }
        if self.common(next, false)? {
            return Ok(());
        }
        match next {
            '#' => {
                let before = self.text.get(..start).unwrap_or_default();
                if !before.is_empty() && !before.ends_with(is_before_comment) {
                    return Err((start, Defect::Hash));
                }
                self.at += self.rest().find('\n').unwrap_or(self.rest().len());
                self.comment(start, nested);
            }
            '<' if self.rest().starts_with("<#") => {
                self.skip_to("#>", "the comment")?;
                self.comment(start, nested);
            }
            '@' => self.at_sign()?,
            '(' => {
                self.step();
                self.parentheses(1);
            }
            ')' => {
                self.step();
                self.parentheses(-1);
            }
            '{' | '}' => {
                self.step();
                if !nested {
                    let open = if next == '{' { self.braces + 1 } else { self.braces.max(1) - 1 };
                    self.braces = open;
                }
            }
            '$' => {
                self.step();
                self.word();
            }
            _ if is_double(next) => {
                self.step();
                self.begin(Mode::Text, start);
            }
            _ if is_single(next) => self.single(start, nested)?,
            _ if is_of_word(next) => {
                let word = self.word();
                self.look_for_function(word, nested);
            }
            _ => self.step(),
        }
        Ok(())
    }

    fn comment(&mut self, start: usize, nested: bool) {
        if !nested {
            self.script.comments.push(start..self.at);
        }
    }

    /// A here-string, or the `@` of `@(`, `@{` and `@name`.
    fn at_sign(&mut self) -> Result<(), (usize, Defect)> {
        let start = self.at;
        self.step();
        let line = self.rest().split_inclusive('\n').next().unwrap_or_default();
        let Some(quote) = line.chars().next() else { return Ok(()) };
        let alone = line.strip_prefix(quote).is_some_and(|rest| rest.trim().is_empty());
        if !alone || !line.ends_with('\n') || !(is_single(quote) || is_double(quote)) {
            return Ok(());
        }
        // The end may follow at once: the break of this line is read again.
        self.at += line.len() - 1;
        if is_double(quote) {
            self.begin(Mode::Here, start);
            return Ok(());
        }
        let nested = self.modes.len() > 1;
        loop {
            let length = self.rest().find('\n');
            let length = length.ok_or((start, Defect::Open("the here-string")))?;
            self.at += length + 1;
            if self.closes_here(is_single) {
                self.step_escaped();
                if !nested {
                    self.script.texts.push(start..self.at);
                }
                return Ok(());
            }
        }
    }

    fn single(&mut self, start: usize, nested: bool) -> Result<(), (usize, Defect)> {
        self.step();
        let length = self.rest().find(is_single);
        self.at += length.ok_or((start, Defect::Open("the text in single quotes")))?;
        self.step();
        if !nested {
            self.script.texts.push(start..self.at);
        }
        Ok(())
    }

    fn parentheses(&mut self, change: isize) {
        let nested = self.modes.len() > 1;
        if let Some(Mode::Code { parentheses }) = self.modes.last_mut() {
            if change < 0 && *parentheses == 0 && nested {
                // The end of a `$(`.
                self.modes.pop();
            } else {
                *parentheses = parentheses.saturating_add_signed(change);
            }
        }
    }

    /// The letters, digits and the like that follow.
    fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let length = rest.find(|next| !is_of_word(next)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    fn look_for_function(&mut self, word: &str, nested: bool) {
        if self.names_function {
            self.script.functions.push(word.to_owned());
            self.names_function = false;
        } else if !nested && self.braces == 0 {
            let declares = ["function", "filter", "workflow"];
            self.names_function = declares.iter().any(|name| word.eq_ignore_ascii_case(name))
                && self.begins_statement(self.at - word.len());
        }
    }

    fn begins_statement(&self, start: usize) -> bool {
        let before = self.text.get(..start).unwrap_or_default().trim_end_matches([' ', '\t']);
        before.is_empty() || before.ends_with(['\n', ';', '}'])
    }
}

fn is_of_word(next: char) -> bool {
    next.is_alphanumeric() || matches!(next, '_' | '-' | ':' | '.' | '?' | '\\' | '/')
}

/// After these a `#` begins a comment for sure.
fn is_before_comment(last: char) -> bool {
    last.is_whitespace() || matches!(last, ';' | '(' | ')' | '{' | '}' | '|' | '&' | ',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comments(text: &str) -> Vec<&str> {
        let script = scan(text).unwrap();
        script.comments.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn comments_are_found_where_there_are_some() {
        assert_eq!(comments("# a\n  #b\nGet-X # c's\n"), ["# a", "#b", "# c's"]);
        assert_eq!(comments("<# a\n# b\n#> Get-X <# c #>"), ["<# a\n# b\n#>", "<# c #>"]);
        assert_eq!(comments("if ($a) {# b\n}# c"), ["# b", "# c"]);
    }

    #[test]
    fn a_hash_in_a_text_is_none() {
        for text in [
            "'# a'",
            "'it''s # a'",
            "\"# a\"",
            "\"a\"\"# b\"",
            "\"a `\"# b\"",
            "\"$(Get-X \"# a\" '# b' (1) ) # c\"",
            "\"$(Get-X \"$(Get-Y '\"') # a\") # b\"",
            "\"$(Get-X (1) \"# a\")\"",
            "\"a\n# b\n\"",
            "'a\n# b\n'",
            "@'\n# a\n '@ # b\n'@",
            "@\"\n# a $('\"@') \"\n  \"@ # b\n\"@",
            "@'\n'@",
            "@\"  \n\"@",
            "\u{201C}# a\u{201D}",
            "\u{2018}# a\u{2019}",
            "${a # b}",
            "`# a",
        ] {
            assert_eq!(comments(text), Vec::<&str>::new(), "{text}");
            assert_eq!(comments(&format!("{text} # c")), ["# c"], "{text}");
        }
    }

    #[test]
    fn a_hash_that_may_be_either_is_refused() {
        assert_eq!(scan("Get-X a#b").unwrap_err(), (7, Defect::Hash));
        assert_eq!(scan("$a#b").unwrap_err(), (2, Defect::Hash));
    }

    #[test]
    fn what_does_not_end_is_an_error_at_its_start() {
        let starts = [
            ("Get-X 'a", 6),
            ("Get-X \"a", 6),
            ("Get-X \"a $(\"b\"", 6),
            ("Get-X <# a", 6),
            ("Get-X @'\na\n '@", 6),
            ("Get-X @\"\na\n \"@", 6),
            ("Get-X ${a", 6),
        ];
        for (text, start) in starts {
            let (at, defect) = scan(text).unwrap_err();
            assert!(at == start && matches!(defect, Defect::Open(_)), "{text}: {at} {defect}");
        }
    }

    #[test]
    fn outer_functions_are_found() {
        let text = "# function No\nfunction Get-X {\nfunction Inner {} }\n'function No'\n\
                    Filter script:Get-Y { }; $function = 1\n-function No\n& $a Function -No\nfunction\nGet-Z{\n}";
        assert_eq!(scan(text).unwrap().functions, ["Get-X", "script:Get-Y", "Get-Z"]);
    }

    #[test]
    fn lines_that_go_on_are_known() {
        assert_eq!(scan("a `\nb\n'`\n'").unwrap().continued, [4]);
    }
}
