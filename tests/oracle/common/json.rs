// Functions of all oracle programs: they write JSON, and parse questions.
#![allow(dead_code)]

use std::fmt::{Debug, Display, Write};

/// Returns a text as a JSON string.
pub fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if (c as u32) < 0x20 || (c as u32) == 0x7f => write!(out, "\\u{:04x}", c as u32).unwrap(),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Returns the `{}` of a value as a JSON string.
pub fn display(value: impl Display) -> String {
    string(&format!("{value}"))
}

/// Returns the `{:?}` of a value as a JSON string.
pub fn debug(value: impl Debug) -> String {
    string(&format!("{value:?}"))
}

/// Returns bytes as a JSON string of hex digits.
pub fn hex(bytes: &[u8]) -> String {
    let mut out = String::from("\"");
    for b in bytes {
        write!(out, "{b:02x}").unwrap();
    }
    out.push('"');
    out
}

/// Returns a JSON object; the values of the fields are JSON already.
pub fn object(fields: &[(&str, String)]) -> String {
    let fields: Vec<String> = fields.iter().map(|(k, v)| format!("{}:{v}", string(k))).collect();
    format!("{{{}}}", fields.join(","))
}

/// Returns a JSON array; the values are JSON already.
pub fn array(items: &[String]) -> String {
    format!("[{}]", items.join(","))
}

/// Returns the kind, the code, the `{}` and the `{:?}` of an `io::Error`.
pub fn error(e: &std::io::Error) -> String {
    object(&[
        ("kind", debug(e.kind())),
        ("code", e.raw_os_error().map_or("null".into(), |code| code.to_string())),
        ("display", display(e)),
        ("debug", debug(e)),
    ])
}

/// Returns the bytes of a word of a question: hex digits, or a dash for none.
pub fn word(hex: &str) -> Vec<u8> {
    if hex == "-" {
        return Vec::new();
    }
    (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect()
}

/// Returns false unless the argument is `serve`; then answers a question on each input line.
pub fn serve(mut answer: impl FnMut(&[&str]) -> String) -> bool {
    if std::env::args().nth(1).as_deref() != Some("serve") {
        return false;
    }
    let mut line = String::new();
    while std::io::stdin().read_line(&mut line).unwrap() > 0 {
        let words: Vec<&str> = line.split_whitespace().collect();
        println!("{}", answer(&words));
        line.clear();
    }
    true
}

/// A random number generator (xorshift64*) with a seed: the same numbers in every run.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// Returns a number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        ((self.next() >> 33) % n as u64) as usize
    }

    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}
