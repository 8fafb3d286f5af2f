// `{:?}` of strings, and the ranges of all code points that it escapes. Surrogates are among them,
// though no string of Rust has one. The question `all` is for the text of all other code points.
#[path = "common/json.rs"]
mod json;

use json::*;

fn is_escaped(c: char) -> bool {
    format!("{:?}", c.to_string()) != format!("\"{c}\"")
}

fn escaped() -> String {
    let codes: Vec<u32> =
        (0..=char::MAX.into()).filter(|c| char::from_u32(*c).is_none_or(is_escaped)).collect();
    let ranges = codes.chunk_by(|a, b| a + 1 == *b);
    let ends = |range: &[u32]| array(&[range[0].to_string(), range[range.len() - 1].to_string()]);
    array(&ranges.map(ends).collect::<Vec<_>>())
}

fn answer(words: &[&str]) -> String {
    match words {
        ["all"] => object(&[("debug", debug(('\0'..=char::MAX).collect::<String>()))]),
        [text] => object(&[("debug", debug(String::from_utf8(word(text)).unwrap()))]),
        _ => panic!("{words:?}"),
    }
}

fn main() {
    if serve(answer) {
        return;
    }
    let combined = "\u{e9}e\u{301}\u{ad}\u{202e}\u{1f600}\u{9be}\u{ff9e}\u{20dd}";
    for text in ["", "a b", "\0\t\n\r\"'\\`", "\u{1}\u{1b}\u{7f}\u{80}\u{a0}", combined] {
        println!("{}", object(&[("text", string(text)), ("debug", debug(text))]));
    }
    println!("{}", object(&[("escaped", escaped())]));
}
