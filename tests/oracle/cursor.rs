// Scripts of operations on a Cursor: what each returns, and what is in the Cursor then.
//
// A question is `KIND DATA OPERATION...`, where KIND is `vec` (it grows), `mut` (it does not grow)
// or `ref` (it is read-only).
#![feature(buf_read_has_data_left, cursor_split, read_array, seek_stream_len, write_all_vectored)]

#[path = "common/json.rs"]
mod json;

use json::*;
use std::fmt::Debug;
use std::io::{BufRead, Cursor, IoSlice, IoSliceMut, Read, Seek, SeekFrom, Write};

fn word_bytes(text: &str) -> Vec<u8> {
    word(if text.is_empty() { "-" } else { text })
}

fn bytes(data: &[u8]) -> String {
    hex(data).trim_matches('"').into()
}

fn lists(text: &str) -> Vec<Vec<u8>> {
    text.split(',').map(word_bytes).collect()
}

fn place(text: &str) -> SeekFrom {
    let (from, n) = text.split_at(1);
    match from {
        "s" => SeekFrom::Start(n.parse().unwrap()),
        "e" => SeekFrom::End(n.parse().unwrap()),
        _ => SeekFrom::Current(n.parse().unwrap()),
    }
}

const UNTOUCHED: u8 = 0xee;

/// No writes at this position or later: they would take too much memory, or overflow.
const FAR: u64 = 10_000;

fn read_operation<T>(cursor: &mut Cursor<T>, name: &str, argument: &str) -> Option<String>
where
    T: AsRef<[u8]>,
{
    let number = || argument.parse::<usize>().unwrap();
    let byte = || argument.parse::<u8>().unwrap();
    Some(match name {
        "read" => {
            let mut buf = vec![UNTOUCHED; number()];
            format!("{:?} {}", cursor.read(&mut buf), bytes(&buf))
        }
        "vectored" => {
            let sizes = argument.split(',').map(|n| n.parse().unwrap());
            let mut bufs: Vec<Vec<u8>> = sizes.map(|n| vec![UNTOUCHED; n]).collect();
            let mut slices: Vec<_> = bufs.iter_mut().map(|b| IoSliceMut::new(b)).collect();
            let result = format!("{:?}", cursor.read_vectored(&mut slices));
            format!("{result} {}", bufs.iter().map(|b| bytes(b)).collect::<Vec<_>>().join(","))
        }
        "exact" => {
            let mut buf = vec![UNTOUCHED; number()];
            format!("{:?} {}", cursor.read_exact(&mut buf), bytes(&buf))
        }
        "array" => format!("{:?}", cursor.read_array::<3>().map(|array| bytes(&array))),
        "to_end" => {
            let mut buf = word_bytes(argument);
            format!("{:?} {}", cursor.read_to_end(&mut buf), bytes(&buf))
        }
        "to_string" => {
            let mut text = String::new();
            format!("{:?}", cursor.read_to_string(&mut text).map(|_| bytes(text.as_bytes())))
        }
        "fill" => format!("{:?}", cursor.fill_buf().map(bytes)),
        "consume" if cursor.position() > FAR => "too far".into(),
        "consume" => format!("{:?}", cursor.consume(number())),
        "has" => format!("{:?}", cursor.has_data_left()),
        "until" => {
            let mut buf = vec![UNTOUCHED];
            format!("{:?} {}", cursor.read_until(byte(), &mut buf), bytes(&buf))
        }
        "skip" => format!("{:?}", cursor.skip_until(byte())),
        "line" => {
            let mut text = String::new();
            format!("{:?}", cursor.read_line(&mut text).map(|_| bytes(text.as_bytes())))
        }
        "lines" => {
            let mut lines = cursor.by_ref().lines();
            let next = |_| lines.next().map(|line| line.map(|text| bytes(text.as_bytes())));
            format!("{:?}", (0..3).map(next).collect::<Vec<_>>())
        }
        "parts" => {
            let mut parts = BufRead::split(cursor.by_ref(), byte());
            let next = |_| parts.next().map(|part| part.map(|data| bytes(&data)));
            format!("{:?}", (0..3).map(next).collect::<Vec<_>>())
        }
        "bytes" => {
            let mut items = cursor.by_ref().bytes();
            format!("{:?}", (0..3).map(|_| items.next()).collect::<Vec<_>>())
        }
        "halves" => {
            let (before, behind) = Cursor::split(cursor);
            format!("{} {}", bytes(before), bytes(behind))
        }
        "seek" => format!("{:?}", cursor.seek(place(argument))),
        "rewind" => format!("{:?}", cursor.rewind()),
        "len" => format!("{:?}", cursor.stream_len()),
        "position" => format!("{:?} {}", cursor.stream_position(), cursor.position()),
        "relative" => format!("{:?}", cursor.seek_relative(argument.parse().unwrap())),
        "set" => format!("{:?}", cursor.set_position(argument.parse().unwrap())),
        _ => return None,
    })
}

fn write_operation(writer: &mut dyn Write, name: &str, argument: &str) -> String {
    let bufs = lists(argument);
    let mut slices: Vec<_> = bufs.iter().map(|b| IoSlice::new(b)).collect();
    match name {
        "write" => format!("{:?}", writer.write(&bufs[0])),
        "all" => format!("{:?}", writer.write_all(&bufs[0])),
        "write_vectored" => format!("{:?}", writer.write_vectored(&slices)),
        "all_vectored" => format!("{:?}", writer.write_all_vectored(&mut slices)),
        "fmt" => format!("{:?}", write!(writer, "{}", str::from_utf8(&bufs[0]).unwrap())),
        "flush" => format!("{:?}", writer.flush()),
        other => panic!("{other}"),
    }
}

fn script<T: AsRef<[u8]> + Debug>(
    mut cursor: Cursor<T>,
    write: impl Fn(&mut Cursor<T>, &str, &str) -> String,
    words: &[&str],
) -> Vec<String> {
    let operation = |word: &&str| {
        let (name, argument) = word.split_once(':').unwrap_or((word, ""));
        let result = match read_operation(&mut cursor, name, argument) {
            Some(result) => result,
            None if cursor.position() > FAR => "too far".into(),
            None => write(&mut cursor, name, argument),
        };
        string(&format!("{result} | {cursor:?}"))
    };
    words.iter().map(operation).collect()
}

fn answers(words: &[&str]) -> String {
    let (kind, data, words) = (words[0], word(words[1]), &words[2..]);
    array(&match kind {
        "vec" => script(Cursor::new(data), |c, name, arg| write_operation(c, name, arg), words),
        "mut" => {
            let cursor = Cursor::new(data.into_boxed_slice());
            script(cursor, |c, name, arg| write_operation(c, name, arg), words)
        }
        _ => script(Cursor::new(&data[..]), |_, _, _| "no Write".into(), words),
    })
}

// Random questions, the same in every run.

const PIECES: [&[u8]; 9] =
    [b"a", b"bc", b"\n", b"\r\n", b";", b"line\n", "\u{20ac}".as_bytes(), b"\xff", b"\xe2\x82"];

fn random_data(random: &mut Random, most: usize) -> String {
    let pieces: Vec<&[u8]> = (0..random.below(most)).map(|_| *random.pick(&PIECES)).collect();
    bytes(&pieces.concat())
}

fn random_position(random: &mut Random) -> u64 {
    *random.pick(&[0, 1, 2, 3, 5, 8, 9, 20, 300, u64::MAX - 1, u64::MAX])
}

fn random_offset(random: &mut Random) -> i64 {
    match random.below(8) {
        0 => *random.pick(&[i64::MIN, i64::MAX]),
        _ => random.below(12) as i64 - 6,
    }
}

fn random_operation(random: &mut Random) -> String {
    let byte = *random.pick(b"\n;a");
    let bufs = |random: &mut Random| {
        let bufs: Vec<String> = (0..1 + random.below(4)).map(|_| random_data(random, 3)).collect();
        bufs.join(",")
    };
    match random.below(32) {
        0 | 1 => format!("read:{}", random.below(8)),
        2 => format!("vectored:{},{},{}", random.below(3), random.below(3), random.below(5)),
        3 => format!("exact:{}", random.below(8)),
        4 => "array".into(),
        5 => format!("to_end:{}", random.pick(&["", "2021"])),
        6 => "to_string".into(),
        7 => "fill".into(),
        8 => format!("consume:{}", random.below(5)),
        9 => "has".into(),
        10 => format!("until:{byte}"),
        11 => format!("skip:{byte}"),
        12 | 13 => "line".into(),
        14 => "lines".into(),
        15 => format!("parts:{byte}"),
        16 => "bytes".into(),
        17 => "halves".into(),
        18 => format!("seek:s{}", random_position(random)),
        19 => format!("seek:e{}", random_offset(random)),
        20 => format!("seek:c{}", random_offset(random)),
        21 => "rewind".into(),
        22 => format!("{}", random.pick(&["len", "position", "flush"])),
        23 => format!("relative:{}", random_offset(random)),
        24 => format!("set:{}", random_position(random)),
        25..28 => format!("write:{}", random_data(random, 5)),
        28 => format!("all:{}", random_data(random, 5)),
        29 => format!("write_vectored:{}", bufs(random)),
        30 => format!("all_vectored:{}", bufs(random)),
        _ => format!("fmt:{}", random.pick(&["", "6162", "e282ac"])),
    }
}

fn random_question(random: &mut Random) -> String {
    let data = random_data(random, 8);
    let data = if data.is_empty() { "-".into() } else { data };
    let mut words = vec![random.pick(&["vec", "vec", "mut", "ref"]).to_string(), data];
    words.extend((0..1 + random.below(9)).map(|_| random_operation(random)));
    words.join(" ")
}

fn main() {
    if serve(|words| object(&[("answers", answers(words))])) {
        return;
    }
    let mut random = Random(0x5eed);
    for _ in 0..300 {
        let question = random_question(&mut random);
        let words: Vec<&str> = question.split(' ').collect();
        println!("{}", object(&[("question", string(&question)), ("answers", answers(&words))]));
    }
}
