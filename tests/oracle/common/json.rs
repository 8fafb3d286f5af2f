// What every oracle program needs: JSON out, words in.
#![allow(dead_code)]

use std::fmt::{Debug, Display, Write};

/// A JSON string.
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

/// The `{}` text of a value as a JSON string.
pub fn display(value: impl Display) -> String {
    string(&format!("{value}"))
}

/// The `{:?}` text of a value as a JSON string.
pub fn debug(value: impl Debug) -> String {
    string(&format!("{value:?}"))
}

/// Bytes as a JSON string of hex digits.
pub fn hex(bytes: &[u8]) -> String {
    let mut out = String::from("\"");
    for b in bytes {
        write!(out, "{b:02x}").unwrap();
    }
    out.push('"');
    out
}

/// A JSON object of fields whose values are JSON already.
pub fn object(fields: &[(&str, String)]) -> String {
    let fields: Vec<String> = fields.iter().map(|(k, v)| format!("{}:{v}", string(k))).collect();
    format!("{{{}}}", fields.join(","))
}

/// A JSON array of values that are JSON already.
pub fn array(items: &[String]) -> String {
    format!("[{}]", items.join(","))
}

/// An `io::Error` as kind, code, `{}` and `{:?}`.
pub fn error(e: &std::io::Error) -> String {
    object(&[
        ("kind", debug(e.kind())),
        ("code", e.raw_os_error().map_or("null".into(), |code| code.to_string())),
        ("display", display(e)),
        ("debug", debug(e)),
    ])
}

/// The bytes of a word of a question: hex digits, or a dash for none.
pub fn word(hex: &str) -> Vec<u8> {
    if hex == "-" {
        return Vec::new();
    }
    (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect()
}

/// Whether the program was started to answer questions; then `answer` is asked line by line.
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

/// A small generator with a seed (xorshift64*): the same numbers on every run.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        ((self.next() >> 33) % n as u64) as usize
    }

    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}
