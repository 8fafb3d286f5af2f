// Scripted readers in Take and Chain, and a scripted writer: what each method of Read and Write
// returns, what it puts into the buffer, and what it leaves unread.
//
// A question is `read TREE OPERATION...` or `write VECTORED STEPS OPERATION...`, where
//   TREE is `leaf VECTORED STEPS`, `take LIMIT TREE` or `chain TREE TREE`, VECTORED is 0 or 1,
//   STEPS is a list with commas, or `-`. A step of a reader is dHEX, data, rN, the letter `a` N
//   times, z, Ok(0), or eKIND or eERRNO, an error. A step of a writer is wN, which accepts N bytes
//   at most, or an error. After the steps a reader returns Ok(0), and a writer accepts everything.
#![feature(can_vector, read_array, seek_io_take_position, write_all_vectored)]

#[path = "common/json.rs"]
mod json;

use json::*;
use std::collections::VecDeque;
use std::fmt;
use std::io::{Chain, Error, ErrorKind, IoSlice, IoSliceMut, Read, Result, Take, Write};

enum Step {
    Data(Vec<u8>),
    Letters(usize),
    Zero,
    Fail(String),
    Accept(usize),
}

fn steps(text: &str) -> VecDeque<Step> {
    let step = |word: &str| match word.split_at(1) {
        ("d", data) => Step::Data(word_bytes(data)),
        ("r", n) => Step::Letters(n.parse().unwrap()),
        ("z", _) => Step::Zero,
        ("e", how) => Step::Fail(how.into()),
        ("w", n) => Step::Accept(n.parse().unwrap()),
        _ => panic!("{word}"),
    };
    if text == "-" { VecDeque::new() } else { text.split(',').map(step).collect() }
}

fn word_bytes(text: &str) -> Vec<u8> {
    word(if text.is_empty() { "-" } else { text })
}

fn failure(how: &str) -> Error {
    match how {
        "Interrupted" => ErrorKind::Interrupted.into(),
        "WouldBlock" => ErrorKind::WouldBlock.into(),
        "ConnectionReset" => ErrorKind::ConnectionReset.into(),
        "Other" => Error::other("oh no"),
        errno => Error::from_raw_os_error(errno.parse().unwrap()),
    }
}

struct Leaf {
    vectored: bool,
    steps: VecDeque<Step>,
    calls: usize,
}

impl Read for Leaf {
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        self.calls += 1;
        match self.steps.pop_front() {
            None | Some(Step::Zero) => Ok(0),
            Some(Step::Fail(how)) => Err(failure(&how)),
            Some(Step::Data(mut data)) => {
                let n = data.len().min(buf.len());
                buf[..n].copy_from_slice(&data[..n]);
                data.drain(..n);
                if !data.is_empty() {
                    self.steps.push_front(Step::Data(data));
                }
                Ok(n)
            }
            Some(Step::Letters(left)) => {
                let n = left.min(buf.len());
                buf[..n].fill(b'a');
                if left > n {
                    self.steps.push_front(Step::Letters(left - n));
                }
                Ok(n)
            }
            Some(Step::Accept(_)) => panic!("a writer's step"),
        }
    }

    fn read_vectored(&mut self, bufs: &mut [IoSliceMut<'_>]) -> Result<usize> {
        if !self.vectored {
            let first = bufs.iter_mut().find(|b| !b.is_empty());
            return self.read(first.map_or(&mut [], |b| &mut **b));
        }
        let mut whole = vec![0; bufs.iter().map(|b| b.len()).sum()];
        let n = self.read(&mut whole)?;
        let mut rest = &whole[..n];
        for buf in bufs {
            let len = buf.len().min(rest.len());
            buf[..len].copy_from_slice(&rest[..len]);
            rest = &rest[len..];
        }
        Ok(n)
    }

    fn is_read_vectored(&self) -> bool {
        self.vectored
    }
}

/// The number of steps and of bytes that are left.
impl fmt::Debug for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let len = |step: &Step| match step {
            Step::Data(data) => data.len(),
            Step::Letters(n) => *n,
            _ => 0,
        };
        write!(f, "{}/{}", self.steps.len(), self.steps.iter().map(len).sum::<usize>())
    }
}

enum Tree {
    Leaf(Leaf),
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
            "leaf" => {
                let vectored = next() == "1";
                Tree::Leaf(Leaf { vectored, steps: steps(next()), calls: 0 })
            }
            "take" => {
                let limit = next().parse().unwrap();
                Tree::Take(Tree::parse(words).take(limit).into())
            }
            "chain" => {
                let first = Tree::parse(words);
                Tree::Chain(first.chain(Tree::parse(words)).into())
            }
            other => panic!("{other}"),
        }
    }

    fn reader(&mut self) -> &mut dyn Read {
        match self {
            Tree::Leaf(leaf) => leaf,
            Tree::Take(take) => take,
            Tree::Chain(chain) => chain,
        }
    }

    fn calls(&self) -> usize {
        match self {
            Tree::Leaf(leaf) => leaf.calls,
            Tree::Take(take) => take.get_ref().calls(),
            Tree::Chain(chain) => chain.get_ref().0.calls() + chain.get_ref().1.calls(),
        }
    }
}

impl Read for Tree {
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        self.reader().read(buf)
    }

    fn read_vectored(&mut self, bufs: &mut [IoSliceMut<'_>]) -> Result<usize> {
        self.reader().read_vectored(bufs)
    }

    fn is_read_vectored(&self) -> bool {
        match self {
            Tree::Leaf(leaf) => leaf.is_read_vectored(),
            Tree::Take(take) => take.is_read_vectored(),
            Tree::Chain(chain) => chain.is_read_vectored(),
        }
    }

    fn read_to_end(&mut self, buf: &mut Vec<u8>) -> Result<usize> {
        self.reader().read_to_end(buf)
    }

    fn read_to_string(&mut self, buf: &mut String) -> Result<usize> {
        self.reader().read_to_string(buf)
    }

    fn read_exact(&mut self, buf: &mut [u8]) -> Result<()> {
        self.reader().read_exact(buf)
    }
}

impl fmt::Debug for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Tree::Leaf(leaf) => leaf.fmt(f),
            Tree::Take(take) => take.fmt(f),
            Tree::Chain(chain) => chain.fmt(f),
        }
    }
}

/// Returns bytes as hex digits; of many bytes the length and the Adler-32 sum.
fn bytes(data: &[u8]) -> String {
    if data.len() <= 64 {
        return hex(data).trim_matches('"').into();
    }
    let (mut a, mut b) = (1u32, 0u32);
    for byte in data {
        a = (a + u32::from(*byte)) % 65521;
        b = (b + a) % 65521;
    }
    format!("{} bytes of sum {:08x}", data.len(), b << 16 | a)
}

fn lists(text: &str) -> Vec<Vec<u8>> {
    text.split(',').map(word_bytes).collect()
}

fn joined(bufs: &[Vec<u8>]) -> String {
    bufs.iter().map(|buf| bytes(buf)).collect::<Vec<_>>().join(",")
}

const UNTOUCHED: u8 = 0xee;

fn array_of<const N: usize>(tree: &mut Tree) -> (String, String) {
    let result = tree.read_array::<N>();
    let data = result.as_ref().map_or(String::new(), |array| bytes(array));
    (format!("{:?}", result.map(|_| ())), data)
}

/// Returns the result, and the content of the buffer.
fn read_operation(tree: &mut Tree, name: &str, argument: &str) -> (String, String) {
    let number = || argument.parse::<usize>().unwrap();
    match name {
        "read" => {
            let mut buf = vec![UNTOUCHED; number()];
            (format!("{:?}", tree.read(&mut buf)), bytes(&buf))
        }
        "vectored" => {
            let sizes = argument.split(',').map(|n| n.parse().unwrap());
            let mut bufs: Vec<Vec<u8>> = sizes.map(|n| vec![UNTOUCHED; n]).collect();
            let mut slices: Vec<_> = bufs.iter_mut().map(|b| IoSliceMut::new(b)).collect();
            let result = format!("{:?}", tree.read_vectored(&mut slices));
            (result, joined(&bufs))
        }
        "is_vectored" => (tree.is_read_vectored().to_string(), String::new()),
        "to_end" => {
            let mut buf = word_bytes(argument);
            (format!("{:?}", tree.read_to_end(&mut buf)), bytes(&buf))
        }
        "to_string" => {
            let mut text = String::new();
            let result = tree.read_to_string(&mut text);
            let data = if result.is_ok() { bytes(text.as_bytes()) } else { String::new() };
            (format!("{:?}", result.map(|_| ())), data)
        }
        "exact" => {
            let mut buf = vec![UNTOUCHED; number()];
            (format!("{:?}", tree.read_exact(&mut buf)), bytes(&buf))
        }
        "array" => match number() {
            0 => array_of::<0>(tree),
            1 => array_of::<1>(tree),
            2 => array_of::<2>(tree),
            3 => array_of::<3>(tree),
            _ => array_of::<8>(tree),
        },
        "bytes" => {
            let mut bytes = tree.by_ref().bytes();
            let items: Vec<_> = (0..number()).map(|_| format!("{:?}", bytes.next())).collect();
            (items.join(" "), String::new())
        }
        "take" => {
            let mut buf = Vec::new();
            let mut take = tree.by_ref().take(argument.parse().unwrap());
            let result = take.read_to_end(&mut buf);
            (format!("{result:?} {} {}", take.limit(), take.position()), bytes(&buf))
        }
        "set_limit" => match tree {
            Tree::Take(take) => (format!("{:?}", take.set_limit(argument.parse().unwrap())), String::new()),
            _ => ("no Take".into(), String::new()),
        },
        other => panic!("{other}"),
    }
}

fn read_answers(mut words: &[&str]) -> Vec<String> {
    let mut tree = Tree::parse(&mut words);
    let operation = |word: &&str| {
        let (name, argument) = word.split_once(':').unwrap_or((word, ""));
        let before = tree.calls();
        let (result, data) = read_operation(&mut tree, name, argument);
        // How many calls `read_to_end` makes is not specified.
        let calls = match name {
            "to_end" | "to_string" | "take" => "any".into(),
            _ => (tree.calls() - before).to_string(),
        };
        string(&format!("{result} | {data} | {calls} | {tree:?}"))
    };
    words.iter().map(operation).collect()
}

struct Writer {
    vectored: bool,
    steps: VecDeque<Step>,
    written: Vec<u8>,
    calls: Vec<String>,
}

impl Writer {
    fn accept(&mut self, bufs: &[&[u8]]) -> Result<usize> {
        let sizes: Vec<_> = bufs.iter().map(|b| b.len().to_string()).collect();
        self.calls.push(sizes.join("+"));
        let whole = bufs.concat();
        match self.steps.pop_front() {
            Some(Step::Fail(how)) => Err(failure(&how)),
            step => {
                let most = if let Some(Step::Accept(n)) = step { n } else { usize::MAX };
                let n = most.min(whole.len());
                self.written.extend(&whole[..n]);
                Ok(n)
            }
        }
    }
}

impl Write for Writer {
    fn write(&mut self, buf: &[u8]) -> Result<usize> {
        self.accept(&[buf])
    }

    fn write_vectored(&mut self, bufs: &[IoSlice<'_>]) -> Result<usize> {
        if self.vectored {
            let bufs: Vec<&[u8]> = bufs.iter().map(|b| &**b).collect();
            return self.accept(&bufs);
        }
        let first = bufs.iter().find(|b| !b.is_empty());
        self.write(first.map_or(&[], |b| &**b))
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

fn write_answers(words: &[&str]) -> Vec<String> {
    let mut writer =
        Writer { vectored: words[0] == "1", steps: steps(words[1]), written: vec![], calls: vec![] };
    let operation = |word: &&str| {
        let (name, argument) = word.split_once(':').unwrap();
        let bufs = lists(argument);
        let mut slices: Vec<_> = bufs.iter().map(|b| IoSlice::new(b)).collect();
        writer.calls.clear();
        let result = match name {
            "write" => format!("{:?}", writer.write(&bufs[0])),
            "all" => format!("{:?}", writer.write_all(&bufs[0])),
            "vectored" => format!("{:?}", writer.write_vectored(&slices)),
            "all_vectored" => format!("{:?}", writer.write_all_vectored(&mut slices)),
            "fmt" => format!("{:?}", write!(writer, "{}", str::from_utf8(&bufs[0]).unwrap())),
            other => panic!("{other}"),
        };
        string(&format!("{result} | {} | {}", bytes(&writer.written), writer.calls.join(" ")))
    };
    words[2..].iter().map(operation).collect()
}

fn answers(words: &[&str]) -> String {
    array(&match words[0] {
        "read" => read_answers(&words[1..]),
        _ => write_answers(&words[1..]),
    })
}

// Random questions, the same in every run.

const FAILURES: [&str; 6] = ["Interrupted", "WouldBlock", "ConnectionReset", "Other", "4", "104"];
const PIECES: [&[u8]; 8] =
    [b"a", b"bc", b"line\n", "\u{e9}".as_bytes(), b"\xe2\x82", b"\xac", b"\xff", b"\xed\xa0\x80"];

fn random_failure(random: &mut Random) -> String {
    // Half of the errors are `Interrupted`, after which methods call again.
    let how = if random.below(2) == 0 { "Interrupted" } else { *random.pick(&FAILURES) };
    format!("e{how}")
}

fn random_steps(random: &mut Random) -> String {
    let text = random.below(2) == 0;
    let step = |random: &mut Random| match random.below(10) {
        0 => "z".into(),
        1 | 2 => random_failure(random),
        3 if random.below(4) == 0 => format!("r{}", 1 + random.below(40_000)),
        _ if text => format!("d{}", bytes("\u{20ac}uro\n".repeat(1 + random.below(2)).as_bytes())),
        _ => {
            let pieces: Vec<&[u8]> = (0..1 + random.below(4)).map(|_| *random.pick(&PIECES)).collect();
            format!("d{}", bytes(&pieces.concat()))
        }
    };
    let steps: Vec<String> = (0..random.below(7)).map(|_| step(random)).collect();
    if steps.is_empty() { "-".into() } else { steps.join(",") }
}

fn random_tree(random: &mut Random, depth: usize) -> String {
    match random.below(if depth == 0 { 1 } else { 4 }) {
        1 | 2 => {
            let limits = [0, 1, 3, 10, 33, 10_000, u64::MAX];
            format!("take {} {}", random.pick(&limits), random_tree(random, depth - 1))
        }
        3 => format!("chain {} {}", random_tree(random, depth - 1), random_tree(random, depth - 1)),
        _ => format!("leaf {} {}", random.below(2), random_steps(random)),
    }
}

fn random_read(random: &mut Random) -> String {
    match random.below(13) {
        0..3 => format!("read:{}", random.below(8)),
        3 | 4 => format!("vectored:{},{},{}", random.below(3), random.below(3), random.below(5)),
        5 => "is_vectored".into(),
        6 => format!("to_end:{}", random.pick(&["", "2021"])),
        7 => "to_string".into(),
        8 => format!("exact:{}", random.below(12)),
        9 => format!("array:{}", random.pick(&[0, 1, 2, 3, 8])),
        10 => format!("bytes:{}", random.below(5)),
        11 => format!("take:{}", random.below(20)),
        _ => format!("set_limit:{}", random.below(20)),
    }
}

fn random_write(random: &mut Random) -> String {
    let buf = |random: &mut Random| "616263646566"[..2 * random.below(6)].to_string();
    let bufs = |random: &mut Random| {
        let bufs: Vec<String> = (0..1 + random.below(6)).map(|_| buf(random)).collect();
        bufs.join(",")
    };
    match random.below(8) {
        0 => format!("write:{}", buf(random)),
        1 => format!("vectored:{}", bufs(random)),
        2 => format!("fmt:{}", buf(random)),
        3 | 4 => format!("all:{}", buf(random)),
        _ => format!("all_vectored:{}", bufs(random)),
    }
}

fn random_question(random: &mut Random) -> String {
    let (mut words, operation): (Vec<String>, fn(&mut Random) -> String) = if random.below(3) > 0 {
        (vec!["read".into(), random_tree(random, 2)], random_read)
    } else {
        let step = |random: &mut Random| match random.below(4) {
            0 => random_failure(random),
            _ => format!("w{}", random.below(7)),
        };
        let steps: Vec<String> = (0..1 + random.below(9)).map(|_| step(random)).collect();
        (vec![format!("write {} {}", random.below(2), steps.join(","))], random_write)
    };
    words.extend((0..1 + random.below(6)).map(|_| operation(random)));
    words.join(" ")
}

fn main() {
    if serve(|words| object(&[("answers", answers(words))])) {
        return;
    }
    let mut random = Random(0x5eed);
    for _ in 0..600 {
        let question = random_question(&mut random);
        let words: Vec<&str> = question.split(' ').collect();
        println!("{}", object(&[("question", string(&question)), ("answers", answers(&words))]));
    }
}
