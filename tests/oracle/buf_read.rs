// Buffered readers in Take and Chain: what each method of BufRead, and of Take's Seek, returns, and
// what it leaves unread.
//
// A question is `TREE OPERATION...`, where TREE is one of
//   `script STEPS`, a reader of the user. STEPS is a list with commas, or `-`. A step is dHEX, data
//     in the buffer, z, an empty buffer, or eKIND or eERRNO, an error. After them comes the end.
//   `cursor HEX`,
//   `seeker STEPS`, an empty reader; each step is the result of a `seek`, Ok(0) or an error,
//   `take LIMIT TREE`, `chain TREE TREE`.
#![feature(buf_read_has_data_left, seek_io_take_position, seek_stream_len)]

#[path = "common/json.rs"]
mod json;

use json::*;
use std::collections::VecDeque;
use std::fmt;
use std::io::{BufRead, Chain, Cursor, Error, ErrorKind, Read, Result, Seek, SeekFrom, Take};

fn failure(how: &str) -> Error {
    match how {
        "Interrupted" => ErrorKind::Interrupted.into(),
        "WouldBlock" => ErrorKind::WouldBlock.into(),
        "ConnectionReset" => ErrorKind::ConnectionReset.into(),
        "Other" => Error::other("oh no"),
        errno => Error::from_raw_os_error(errno.parse().unwrap()),
    }
}

enum Step {
    Data(Vec<u8>),
    Zero,
    Fail(String),
}

fn steps(text: &str) -> VecDeque<Step> {
    let step = |word: &str| match word.split_at(1) {
        ("d", data) => Step::Data(word_bytes(data)),
        ("z", _) => Step::Zero,
        (_, how) => Step::Fail(how.into()),
    };
    if text == "-" { VecDeque::new() } else { text.split(',').map(step).collect() }
}

fn word_bytes(text: &str) -> Vec<u8> {
    word(if text.is_empty() { "-" } else { text })
}

struct Script {
    steps: VecDeque<Step>,
    calls: usize,
}

impl Read for Script {
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        let n = self.fill_buf()?.read(buf)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Script {
    fn fill_buf(&mut self) -> Result<&[u8]> {
        self.calls += 1;
        if matches!(self.steps.front(), Some(Step::Zero | Step::Fail(_))) {
            return match self.steps.pop_front() {
                Some(Step::Fail(how)) => Err(failure(&how)),
                _ => Ok(&[]),
            };
        }
        Ok(if let Some(Step::Data(data)) = self.steps.front() { data } else { &[] })
    }

    fn consume(&mut self, amt: usize) {
        if amt == 0 {
            return;
        }
        let Some(Step::Data(data)) = self.steps.front_mut() else { panic!("consume({amt})") };
        data.drain(..amt);
        if data.is_empty() {
            self.steps.pop_front();
        }
    }
}

/// The number of steps and of bytes that are left.
impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let len = |step: &Step| if let Step::Data(data) = step { data.len() } else { 0 };
        write!(f, "{}/{}", self.steps.len(), self.steps.iter().map(len).sum::<usize>())
    }
}

struct Seeker {
    steps: VecDeque<Step>,
    sought: Vec<SeekFrom>,
}

enum Tree {
    Script(Script),
    Cursor(Cursor<Vec<u8>>),
    Seeker(Seeker),
    Take(Box<Take<Tree>>),
    Chain(Box<Chain<Tree, Tree>>),
}

impl Tree {
    fn parse(words: &mut &[&str]) -> Tree {
        let mut next = || {
            let (first, rest) = words.split_first().unwrap();
            *words = rest;
            *first
        };
        match next() {
            "script" => Tree::Script(Script { steps: steps(next()), calls: 0 }),
            "cursor" => Tree::Cursor(Cursor::new(word(next()))),
            "seeker" => Tree::Seeker(Seeker { steps: steps(next()), sought: vec![] }),
            "take" => {
                let limit = next().parse().unwrap();
                Tree::Take(Tree::parse(words).take(limit).into())
            }
            _ => {
                let first = Tree::parse(words);
                Tree::Chain(first.chain(Tree::parse(words)).into())
            }
        }
    }

    fn reader(&mut self) -> &mut dyn BufRead {
        match self {
            Tree::Script(script) => script,
            Tree::Cursor(cursor) => cursor,
            Tree::Seeker(_) => panic!("no BufRead"),
            Tree::Take(take) => take,
            Tree::Chain(chain) => chain,
        }
    }

    fn calls(&self) -> usize {
        match self {
            Tree::Script(script) => script.calls,
            Tree::Take(take) => take.get_ref().calls(),
            Tree::Chain(chain) => chain.get_ref().0.calls() + chain.get_ref().1.calls(),
            _ => 0,
        }
    }

    /// Returns true if a reader is stdnet's own, which keeps what it has read of a line if a read
    /// fails.
    fn keeps(&self) -> bool {
        match self {
            Tree::Cursor(_) => true,
            Tree::Take(take) => take.get_ref().keeps(),
            Tree::Chain(chain) => chain.get_ref().0.keeps() || chain.get_ref().1.keeps(),
            _ => false,
        }
    }

    fn seeks(&self) -> bool {
        match self {
            Tree::Cursor(_) | Tree::Seeker(_) => true,
            Tree::Take(take) => take.get_ref().seeks(),
            _ => false,
        }
    }
}

impl Read for Tree {
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        self.reader().read(buf)
    }

    fn read_to_end(&mut self, buf: &mut Vec<u8>) -> Result<usize> {
        self.reader().read_to_end(buf)
    }
}

impl BufRead for Tree {
    fn fill_buf(&mut self) -> Result<&[u8]> {
        self.reader().fill_buf()
    }

    fn consume(&mut self, amt: usize) {
        self.reader().consume(amt)
    }

    fn read_until(&mut self, byte: u8, buf: &mut Vec<u8>) -> Result<usize> {
        self.reader().read_until(byte, buf)
    }
}

impl Seek for Tree {
    fn seek(&mut self, pos: SeekFrom) -> Result<u64> {
        match self {
            Tree::Cursor(cursor) => cursor.seek(pos),
            Tree::Take(take) => take.seek(pos),
            Tree::Seeker(seeker) => {
                seeker.sought.push(pos);
                match seeker.steps.pop_front() {
                    Some(Step::Fail(how)) => Err(failure(&how)),
                    _ => Ok(0),
                }
            }
            _ => panic!("no Seek"),
        }
    }

    fn stream_len(&mut self) -> Result<u64> {
        if let Tree::Take(take) = self { take.stream_len() } else { panic!("no Take") }
    }

    fn stream_position(&mut self) -> Result<u64> {
        if let Tree::Take(take) = self { take.stream_position() } else { panic!("no Take") }
    }

    fn seek_relative(&mut self, offset: i64) -> Result<()> {
        match self {
            Tree::Take(take) => take.seek_relative(offset),
            other => other.seek(SeekFrom::Current(offset)).map(|_| ()),
        }
    }
}

impl fmt::Debug for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Tree::Script(script) => script.fmt(f),
            Tree::Cursor(cursor) => cursor.fmt(f),
            Tree::Seeker(seeker) => seeker.sought.fmt(f),
            Tree::Take(take) => take.fmt(f),
            Tree::Chain(chain) => chain.fmt(f),
        }
    }
}

fn bytes(data: &[u8]) -> String {
    hex(data).trim_matches('"').into()
}

fn place(text: &str) -> SeekFrom {
    let (from, n) = text.split_at(1);
    match from {
        "s" => SeekFrom::Start(n.parse().unwrap()),
        "e" => SeekFrom::End(n.parse().unwrap()),
        _ => SeekFrom::Current(n.parse().unwrap()),
    }
}

fn operation(tree: &mut Tree, name: &str, argument: &str) -> String {
    let number = || argument.parse::<usize>().unwrap();
    let byte = || argument.parse::<u8>().unwrap();
    match name {
        "read" => {
            let mut buf = vec![0xee; number()];
            format!("{:?} {}", tree.read(&mut buf), bytes(&buf))
        }
        "to_end" => {
            let mut buf = vec![];
            format!("{:?} {}", tree.read_to_end(&mut buf), bytes(&buf))
        }
        "fill" => format!("{:?}", tree.fill_buf().map(bytes)),
        // No more than there is.
        "consume" => match tree.fill_buf().map(|data| data.len()) {
            Ok(len) => format!("{:?}", tree.consume(number().min(len))),
            Err(e) => format!("{e:?}"),
        },
        "has" => format!("{:?}", tree.has_data_left()),
        "until" => {
            // The delimiter that is in `buf` already does not count.
            let mut buf = vec![byte()];
            format!("{:?} {}", tree.read_until(byte(), &mut buf), bytes(&buf))
        }
        "skip" => format!("{:?}", tree.skip_until(byte())),
        "line" => {
            let mut text = String::new();
            format!("{:?}", tree.read_line(&mut text).map(|_| bytes(text.as_bytes())))
        }
        "lines" => {
            let mut lines = tree.by_ref().lines();
            let next = |_| lines.next().map(|line| line.map(|text| bytes(text.as_bytes())));
            format!("{:?}", (0..3).map(next).collect::<Vec<_>>())
        }
        "parts" => {
            let mut parts = tree.by_ref().split(byte());
            let next = |_| parts.next().map(|part| part.map(|data| bytes(&data)));
            format!("{:?}", (0..3).map(next).collect::<Vec<_>>())
        }
        "seek" => format!("{:?}", tree.seek(place(argument))),
        "relative" => format!("{:?}", tree.seek_relative(argument.parse().unwrap())),
        "rewind" => format!("{:?}", tree.rewind()),
        "len" => format!("{:?}", tree.stream_len()),
        "position" => format!("{:?}", tree.stream_position()),
        "set_limit" => match tree {
            Tree::Take(take) => format!("{:?}", take.set_limit(argument.parse().unwrap())),
            _ => "no Take".into(),
        },
        other => panic!("{other}"),
    }
}

const NOT_UTF8: &str = "stream did not contain valid UTF-8";

fn answers(mut words: &[&str]) -> String {
    let mut tree = Tree::parse(&mut words);
    let mut found = vec![];
    for word in words {
        let (name, argument) = word.split_once(':').unwrap_or((word, ""));
        let seeks = matches!(name, "seek" | "relative" | "rewind" | "len" | "position");
        if seeks && !(matches!(tree, Tree::Take(_)) && tree.seeks()) {
            found.push(string("no Seek"));
            continue;
        }
        let before = tree.calls();
        let result = operation(&mut tree, name, argument);
        // After a failure such a reader differs from Rust on purpose, unless it has read the whole
        // line, which is not UTF-8.
        let failed = result.matches("Err(").count() > result.matches(NOT_UTF8).count();
        if matches!(name, "line" | "lines" | "parts") && tree.keeps() && failed {
            break;
        }
        // How many calls `read_to_end` makes is not specified.
        let calls = if name == "to_end" { "any".into() } else { (tree.calls() - before).to_string() };
        found.push(string(&format!("{result} | {calls} | {tree:?}")));
    }
    array(&found)
}

// Random questions, the same in every run.

const FAILURES: [&str; 6] = ["Interrupted", "WouldBlock", "ConnectionReset", "Other", "4", "104"];
const PIECES: [&[u8]; 9] =
    [b"a", b"bc", b"\n", b"\r\n", b";", b"line\n", "\u{20ac}".as_bytes(), b"\xff", b"\xe2\x82"];

fn random_failure(random: &mut Random) -> String {
    // Half of the errors are `Interrupted`, after which methods call again.
    let how = if random.below(2) == 0 { "Interrupted" } else { *random.pick(&FAILURES) };
    format!("e{how}")
}

fn random_data(random: &mut Random) -> String {
    let pieces = if random.below(3) > 0 { &PIECES[..7] } else { &PIECES[..] };
    let picked: Vec<&[u8]> = (0..1 + random.below(5)).map(|_| *random.pick(pieces)).collect();
    bytes(&picked.concat())
}

fn random_steps(random: &mut Random) -> String {
    let step = |random: &mut Random| match random.below(9) {
        0 => "z".into(),
        1 | 2 => random_failure(random),
        _ => format!("d{}", random_data(random)),
    };
    let steps: Vec<String> = (0..random.below(7)).map(|_| step(random)).collect();
    if steps.is_empty() { "-".into() } else { steps.join(",") }
}

fn random_limit(random: &mut Random) -> u64 {
    *random.pick(&[0, 1, 3, 7, 12, 33, u64::MAX])
}

fn random_tree(random: &mut Random, depth: usize) -> String {
    match random.below(if depth == 0 { 3 } else { 6 }) {
        3 | 4 => format!("take {} {}", random_limit(random), random_tree(random, depth - 1)),
        5 => format!("chain {} {}", random_tree(random, depth - 1), random_tree(random, depth - 1)),
        0 => format!("cursor {}", random_data(random)),
        _ => format!("script {}", random_steps(random)),
    }
}

fn random_offset(random: &mut Random) -> i64 {
    match random.below(8) {
        0 => *random.pick(&[i64::MIN, i64::MAX]),
        _ => random.below(16) as i64 - 8,
    }
}

fn random_seek(random: &mut Random) -> String {
    match random.below(9) {
        0 | 1 => format!("seek:s{}", random_limit(random)),
        2 | 3 => format!("seek:e{}", random_offset(random)),
        4 => format!("seek:c{}", random_offset(random)),
        5 | 6 => format!("relative:{}", random_offset(random)),
        7 => format!("set_limit:{}", random_limit(random)),
        _ => random.pick(&["rewind", "len", "position"]).to_string(),
    }
}

fn random_read(random: &mut Random) -> String {
    let byte = *random.pick(b"\n;a");
    match random.below(14) {
        0 | 1 => format!("read:{}", random.below(8)),
        2 => "to_end".into(),
        3 => "fill".into(),
        4 | 5 => format!("consume:{}", random.below(5)),
        6 => "has".into(),
        7 => format!("until:{byte}"),
        8 => format!("skip:{byte}"),
        9 | 10 => "line".into(),
        11 => "lines".into(),
        12 => format!("parts:{byte}"),
        _ => format!("set_limit:{}", random.below(20)),
    }
}

fn random_question(random: &mut Random) -> String {
    let seek = |random: &mut Random| match random.below(3) {
        0 => random_read(random),
        _ => random_seek(random),
    };
    let (tree, operation): (String, fn(&mut Random) -> String) = match random.below(5) {
        0 => {
            let cursor = format!("cursor {}", random_data(random));
            (format!("take {} {cursor}", random_limit(random)), seek)
        }
        1 => {
            let step = |random: &mut Random| match random.below(4) {
                0 => random_failure(random),
                _ => "z".into(),
            };
            let steps: Vec<String> = (0..1 + random.below(5)).map(|_| step(random)).collect();
            (format!("take {} seeker {}", random_limit(random), steps.join(",")), random_seek)
        }
        _ => (random_tree(random, 2), random_read),
    };
    let operations: Vec<String> = (0..1 + random.below(6)).map(|_| operation(random)).collect();
    format!("{tree} {}", operations.join(" "))
}

fn main() {
    if serve(|words| object(&[("answers", answers(words))])) {
        return;
    }
    let mut random = Random(0x5eed);
    for _ in 0..500 {
        let question = random_question(&mut random);
        let words: Vec<&str> = question.split(' ').collect();
        println!("{}", object(&[("question", string(&question)), ("answers", answers(&words))]));
    }
}
