// BufReader, BufWriter and LineWriter over scripted readers and writers: what each method returns,
// which calls it makes, and what is in the buffer then.
//
// A question is one of
//   read CAPACITY VECTORED DATA STEPS SEEKS OPERATION...
//   write KIND CAPACITY VECTORED STEPS FLUSHES OPERATION...
// where VECTORED is 0 or 1, DATA is hex, KIND is buf or line, and the others are lists with commas,
// or `-`. A step of a reader or writer is how many bytes it moves at most, or eKIND or eERRNO, an
// error, or for a writer p, a panic. A step of a seek or flush is o, success, or an error. After
// the last step all calls succeed.
#![feature(buf_read_has_data_left, bufreader_peek, can_vector, read_array)]
#![feature(seek_stream_len, write_all_vectored)]

#[path = "common/json.rs"]
mod json;

use json::*;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt::{self, Debug};
use std::io::{
    BufRead, BufReader, BufWriter, Error, ErrorKind, IoSlice, IoSliceMut, IntoInnerError,
    LineWriter, Read, Result, Seek, SeekFrom, Write,
};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

fn failure(how: &str) -> Error {
    match how {
        "Interrupted" => ErrorKind::Interrupted.into(),
        "WouldBlock" => ErrorKind::WouldBlock.into(),
        "ConnectionReset" => ErrorKind::ConnectionReset.into(),
        "Other" => Error::other("oh no"),
        errno => Error::from_raw_os_error(errno.parse().unwrap()),
    }
}

fn list(text: &str) -> VecDeque<String> {
    if text == "-" { VecDeque::new() } else { text.split(',').map(String::from).collect() }
}

/// Returns how many bytes the next call may move, or its error.
fn next_step(steps: &mut VecDeque<String>) -> Result<usize> {
    match steps.pop_front() {
        None => Ok(usize::MAX),
        Some(step) => match step.strip_prefix('e') {
            Some(how) => Err(failure(how)),
            None if step == "o" => Ok(usize::MAX),
            None if step == "p" => panic!("panic"),
            None => Ok(step.parse().unwrap()),
        },
    }
}

fn sizes<'a>(bufs: impl Iterator<Item = usize>) -> String {
    bufs.map(|n| n.to_string()).collect::<Vec<_>>().join("+")
}

fn debug<T: Debug>(value: T) -> String {
    format!("{value:?}")
}

fn plain_hex(data: &[u8]) -> String {
    hex(data).trim_matches('"').into()
}

// Reading.

struct Source {
    vectored: bool,
    data: Vec<u8>,
    pos: u64,
    steps: VecDeque<String>,
    seeks: VecDeque<String>,
    calls: Vec<String>,
}

impl Source {
    fn take(&mut self, most: usize) -> Result<Vec<u8>> {
        let n = next_step(&mut self.steps)?.min(most);
        let start = self.data.len().min(self.pos as usize);
        let end = start.saturating_add(n).min(self.data.len());
        self.pos += (end - start) as u64;
        Ok(self.data[start..end].to_vec())
    }
}

impl Read for Source {
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        self.calls.push(format!("read {}", buf.len()));
        let data = self.take(buf.len())?;
        buf[..data.len()].copy_from_slice(&data);
        Ok(data.len())
    }

    fn read_vectored(&mut self, bufs: &mut [IoSliceMut<'_>]) -> Result<usize> {
        self.calls.push(format!("read_vectored {}", sizes(bufs.iter().map(|b| b.len()))));
        let data = self.take(bufs.iter().map(|b| b.len()).sum())?;
        let mut rest = &data[..];
        for buf in bufs {
            let len = buf.len().min(rest.len());
            buf[..len].copy_from_slice(&rest[..len]);
            rest = &rest[len..];
        }
        Ok(data.len())
    }

    fn is_read_vectored(&self) -> bool {
        self.vectored
    }

    fn read_to_end(&mut self, buf: &mut Vec<u8>) -> Result<usize> {
        self.calls.push("read_to_end".into());
        let before = buf.len();
        loop {
            let data = self.take(usize::MAX)?;
            if data.is_empty() {
                return Ok(buf.len() - before);
            }
            buf.extend(data);
        }
    }
}

impl Seek for Source {
    fn seek(&mut self, pos: SeekFrom) -> Result<u64> {
        self.calls.push(format!("seek {pos:?}"));
        next_step(&mut self.seeks)?;
        let target = match pos {
            SeekFrom::Start(n) => Some(n),
            SeekFrom::End(n) => (self.data.len() as u64).checked_add_signed(n),
            SeekFrom::Current(n) => self.pos.checked_add_signed(n),
        };
        self.pos = target.ok_or(Error::from(ErrorKind::InvalidInput))?;
        Ok(self.pos)
    }
}

impl Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.pos)
    }
}

const UNTOUCHED: u8 = 0xee;

fn array_of<const N: usize>(reader: &mut BufReader<Source>) -> (String, String) {
    let result = reader.read_array::<N>();
    let data = result.as_ref().map_or(String::new(), |array| plain_hex(array));
    (debug(result.map(|_| ())), data)
}

fn seek_from(text: &str) -> SeekFrom {
    match text.split_at(1) {
        ("s", n) => SeekFrom::Start(n.parse().unwrap()),
        ("e", n) => SeekFrom::End(n.parse().unwrap()),
        (_, n) => SeekFrom::Current(n.parse().unwrap()),
    }
}

/// Reads a line, keeps what was read before an error, and adds the error to `results`.
fn line(reader: &mut BufReader<Source>, results: &mut Vec<String>) -> Result<String> {
    let mut raw = Vec::new();
    while let Err(e) = reader.read_until(b'\n', &mut raw) {
        results.push(format!("Err({e:?})"));
    }
    String::from_utf8(raw).map_err(|_| not_utf8())
}

fn not_utf8() -> Error {
    let mut bad: &[u8] = b"\xff";
    bad.read_to_string(&mut String::new()).unwrap_err()
}

/// Returns the result and the data.
fn read_operation(
    reader: &mut BufReader<Source>, name: &str, argument: &str,
) -> (String, String) {
    let number = || argument.parse::<usize>().unwrap();
    let result = |result: String| (result, String::new());
    match name {
        "read" => {
            let mut buf = vec![UNTOUCHED; number()];
            (debug(reader.read(&mut buf)), plain_hex(&buf))
        }
        "vectored" => {
            let lens = argument.split(',').map(|n| n.parse().unwrap());
            let mut bufs: Vec<Vec<u8>> = lens.map(|n| vec![UNTOUCHED; n]).collect();
            let mut slices: Vec<_> = bufs.iter_mut().map(|b| IoSliceMut::new(b)).collect();
            let result = debug(reader.read_vectored(&mut slices));
            let data: Vec<String> = bufs.iter().map(|buf| plain_hex(buf)).collect();
            (result, data.join(","))
        }
        "is_vectored" => result(reader.is_read_vectored().to_string()),
        "exact" => {
            let mut buf = vec![UNTOUCHED; number()];
            // How much was read before the error is not specified.
            let answer = reader.read_exact(&mut buf);
            (debug(&answer), plain_hex(&buf))
        }
        "array" => match number() {
            0 => array_of::<0>(reader),
            1 => array_of::<1>(reader),
            2 => array_of::<2>(reader),
            3 => array_of::<3>(reader),
            _ => array_of::<8>(reader),
        },
        "to_end" => {
            let mut buf = word(argument);
            (debug(reader.read_to_end(&mut buf)), plain_hex(&buf))
        }
        "to_string" => {
            let mut text = String::new();
            let answer = reader.read_to_string(&mut text);
            let data = if answer.is_ok() { plain_hex(text.as_bytes()) } else { String::new() };
            (debug(answer.map(|_| ())), data)
        }
        "bytes" => {
            let mut bytes = reader.by_ref().bytes();
            result((0..number()).map(|_| debug(bytes.next())).collect::<Vec<_>>().join(" "))
        }
        "take" => {
            let mut buf = [UNTOUCHED; 8];
            let answer = reader.by_ref().take(number() as u64).read(&mut buf);
            (debug(answer), plain_hex(&buf))
        }
        "fill" => match reader.fill_buf() {
            Ok(data) => ("Ok".into(), plain_hex(data)),
            Err(e) => (format!("Err({e:?})"), String::new()),
        },
        "consume" => result(debug(reader.consume(number()))),
        "has_data_left" => result(debug(reader.has_data_left())),
        "until" => {
            let mut buf = Vec::new();
            (debug(reader.read_until(word(argument)[0], &mut buf)), plain_hex(&buf))
        }
        "skip" => result(debug(reader.skip_until(word(argument)[0]))),
        "line" => {
            let mut results = Vec::new();
            let answer = debug(line(reader, &mut results));
            result([results, vec![answer]].concat().join(" "))
        }
        // Like `Lines`, but no part of a line is lost when a `read` fails.
        "lines" | "next" => {
            let mut results = Vec::new();
            for _ in 0..number() {
                let text = match line(reader, &mut results) {
                    Ok(text) if text.is_empty() => break,
                    answer => answer,
                };
                results.push(debug(text.map(|text| match text.strip_suffix('\n') {
                    Some(text) => text.strip_suffix('\r').unwrap_or(text).to_owned(),
                    None => text,
                })));
            }
            result(results.join(" "))
        }
        "peek" => match reader.peek(number().min(reader.capacity())) {
            Ok(data) => ("Ok".into(), plain_hex(data)),
            Err(e) => (format!("Err({e:?})"), String::new()),
        },
        "seek" => result(debug(reader.seek(seek_from(argument)))),
        "relative" => result(debug(reader.seek_relative(argument.parse().unwrap()))),
        "position" => result(debug(reader.stream_position())),
        "rewind" => result(debug(reader.rewind())),
        "len" => result(debug(reader.stream_len())),
        other => panic!("{other}"),
    }
}

fn read_answers(words: &[&str]) -> Vec<String> {
    let source = Source {
        vectored: words[1] == "1",
        data: word(words[2]),
        pos: 0,
        steps: list(words[3]),
        seeks: list(words[4]),
        calls: vec![],
    };
    let mut reader = BufReader::with_capacity(words[0].parse().unwrap(), source);
    let mut answers = Vec::new();
    for word in &words[5..] {
        let (name, argument) = word.split_once(':').unwrap_or((word, ""));
        reader.get_mut().calls.clear();
        let (result, data) = read_operation(&mut reader, name, argument);
        let calls = reader.get_ref().calls.join(", ");
        let held = plain_hex(reader.buffer());
        answers.push(string(&format!("{result} | {data} | {calls} | {held} | {reader:?}")));
    }
    answers
}

// Writing.

struct State {
    vectored: bool,
    steps: VecDeque<String>,
    flushes: VecDeque<String>,
    written: Vec<u8>,
    calls: Vec<String>,
}

/// A writer whose state can be seen after it is dropped.
struct Sink(Rc<RefCell<State>>);

impl Sink {
    fn accept(&self, call: String, bufs: &[&[u8]]) -> Result<usize> {
        let mut state = self.0.borrow_mut();
        state.calls.push(call);
        let whole = bufs.concat();
        let n = next_step(&mut state.steps)?.min(whole.len());
        state.written.extend(&whole[..n]);
        Ok(n)
    }
}

impl Write for Sink {
    fn write(&mut self, buf: &[u8]) -> Result<usize> {
        self.accept(format!("write {}", buf.len()), &[buf])
    }

    fn write_vectored(&mut self, bufs: &[IoSlice<'_>]) -> Result<usize> {
        let bufs: Vec<&[u8]> = bufs.iter().map(|b| &**b).collect();
        self.accept(format!("write_vectored {}", sizes(bufs.iter().map(|b| b.len()))), &bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.0.borrow().vectored
    }

    fn flush(&mut self) -> Result<()> {
        let mut state = self.0.borrow_mut();
        state.calls.push("flush".into());
        next_step(&mut state.flushes).map(|_| ())
    }
}

impl Seek for Sink {
    fn seek(&mut self, pos: SeekFrom) -> Result<u64> {
        let mut state = self.0.borrow_mut();
        state.calls.push(format!("seek {pos:?}"));
        Ok(state.written.len() as u64)
    }
}

impl Debug for Sink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.try_borrow() {
            Ok(state) => write!(f, "{}", state.written.len()),
            Err(_) => Err(fmt::Error),
        }
    }
}

enum Writer {
    Buf(BufWriter<Sink>),
    Line(LineWriter<Sink>),
}

impl Writer {
    fn new(kind: &str, capacity: usize, sink: Sink) -> Writer {
        match kind {
            "buf" => Writer::Buf(BufWriter::with_capacity(capacity, sink)),
            _ => Writer::Line(LineWriter::with_capacity(capacity, sink)),
        }
    }

    fn get(&mut self) -> &mut dyn Write {
        match self {
            Writer::Buf(writer) => writer,
            Writer::Line(writer) => writer,
        }
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Writer::Buf(writer) => writer.is_write_vectored(),
            Writer::Line(writer) => writer.is_write_vectored(),
        }
    }

    fn text(&self) -> String {
        match self {
            Writer::Buf(writer) => format!("{} | {writer:?}", plain_hex(writer.buffer())),
            Writer::Line(writer) => format!(" | {writer:?}"),
        }
    }

    /// Returns the result of `into_inner`, and the writer, if it is returned.
    fn into_inner(self) -> (String, Option<Writer>) {
        fn parts<W: Debug>(e: IntoInnerError<W>) -> (String, W) {
            (format!("Err({e:?}) {e} {:?}", e.error()), e.into_inner())
        }
        let result = match self {
            Writer::Buf(writer) => writer.into_inner().map_err(|e| {
                let (result, writer) = parts(e);
                (result, Some(Writer::Buf(writer)))
            }),
            Writer::Line(writer) => writer.into_inner().map_err(|e| {
                let (result, writer) = parts(e);
                (result, Some(Writer::Line(writer)))
            }),
        };
        result.map_or_else(|err| err, |sink| (format!("Ok({sink:?})"), None))
    }

    /// Returns the result of `into_parts`, and the writer, if it is not a part.
    fn into_parts(self) -> (String, Option<Writer>) {
        match self {
            Writer::Buf(writer) => {
                let (sink, data) = writer.into_parts();
                let result = match data {
                    Ok(data) => format!("Ok({})", plain_hex(&data)),
                    Err(e) => {
                        let result = format!("Err({e:?}) {e}");
                        format!("{result} {}", plain_hex(&e.into_inner()))
                    }
                };
                (format!("{sink:?} {result}"), None)
            }
            line => ("no BufWriter".into(), Some(line)),
        }
    }
}

fn write_operation(writer: &mut Writer, name: &str, argument: &str) -> String {
    let list = if name == "seek" { "" } else { argument };
    let bufs: Vec<Vec<u8>> = list.split(',').map(|b| word(if b == "" { "-" } else { b })).collect();
    let mut slices: Vec<_> = bufs.iter().map(|b| IoSlice::new(b)).collect();
    match name {
        "write" => debug(writer.get().write(&bufs[0])),
        "all" => debug(writer.get().write_all(&bufs[0])),
        "fmt" => debug(write!(writer.get(), "{}", str::from_utf8(&bufs[0]).unwrap())),
        "vectored" => debug(writer.get().write_vectored(&slices)),
        "all_vectored" => debug(writer.get().write_all_vectored(&mut slices)),
        "is_vectored" => writer.is_write_vectored().to_string(),
        "flush" => debug(writer.get().flush()),
        "seek" => match writer {
            Writer::Buf(writer) => debug(writer.seek(seek_from(argument))),
            Writer::Line(_) => "no Seek".into(),
        },
        "position" => match writer {
            Writer::Buf(writer) => debug(writer.stream_position()),
            Writer::Line(_) => "no Seek".into(),
        },
        other => panic!("{other}"),
    }
}

fn write_answers(words: &[&str]) -> Vec<String> {
    let state = Rc::new(RefCell::new(State {
        vectored: words[2] == "1",
        steps: list(words[3]),
        flushes: list(words[4]),
        written: vec![],
        calls: vec![],
    }));
    let sink = Sink(Rc::clone(&state));
    let mut writer = Some(Writer::new(words[0], words[1].parse().unwrap(), sink));
    let mut answers = Vec::new();
    for word in words[5..].iter().chain(&["drop"]) {
        let (name, argument) = word.split_once(':').unwrap_or((word, ""));
        let Some(mut current) = writer.take() else { break };
        let result = catch_unwind(AssertUnwindSafe(|| match name {
            "drop" => {
                drop(current);
                String::new()
            }
            "into_inner" => {
                let (results, rest) = current.into_inner();
                writer = rest;
                results
            }
            "into_parts" => {
                let (result, rest) = current.into_parts();
                writer = rest;
                result
            }
            _ => {
                let result = catch_unwind(AssertUnwindSafe(|| write_operation(&mut current, name, argument)));
                writer = Some(current);
                result.unwrap_or("panic".into())
            }
        }));
        let result = result.unwrap_or("panic".into());
        let held = writer.as_ref().map_or(String::new(), Writer::text);
        let mut state = state.borrow_mut();
        let calls = std::mem::take(&mut state.calls).join(", ");
        answers.push(string(&format!("{result} | {} | {calls} | {held}", plain_hex(&state.written))));
    }
    answers
}

fn answers(words: &[&str]) -> String {
    array(&match words[0] {
        "read" => read_answers(&words[1..]),
        _ => write_answers(&words[1..]),
    })
}

// Random questions, the same in every run.

const FAILURES: [&str; 6] = ["Interrupted", "WouldBlock", "ConnectionReset", "Other", "4", "104"];
const PIECES: [&[u8]; 9] =
    [b"a", b"bc\r", b"\n", b"\r\n", b"line\n", "\u{e9}".as_bytes(), b"\n", b"defghij", b"\xff"];

fn random_failure(random: &mut Random) -> String {
    // Half of the errors are `Interrupted`, after which methods call again.
    let how = if random.below(2) == 0 { "Interrupted" } else { *random.pick(&FAILURES) };
    format!("e{how}")
}

fn some(random: &mut Random, most: usize, mut one: impl FnMut(&mut Random) -> String) -> String {
    let items: Vec<String> = (0..random.below(most + 1)).map(|_| one(random)).collect();
    if items.is_empty() { "-".into() } else { items.join(",") }
}

fn random_data(random: &mut Random, pieces: usize, kinds: usize) -> String {
    let data: Vec<&[u8]> =
        (0..random.below(pieces)).map(|_| PIECES[random.below(kinds)]).collect();
    plain_hex(&data.concat())
}

/// Small sizes are more frequent, as they reach more cases.
fn random_capacity(random: &mut Random) -> usize {
    if random.below(2) == 0 { 1 + random.below(9) } else { 1 + random.below(64) }
}

fn random_seek(random: &mut Random) -> String {
    let offset = |random: &mut Random| random.below(40) as i64 - 20;
    match random.below(4) {
        0 => format!("s{}", random.below(60)),
        1 => format!("e{}", offset(random) - 10),
        2 if random.below(4) == 0 => format!("c{}", i64::MIN),
        _ => format!("c{}", offset(random)),
    }
}

fn random_read(random: &mut Random) -> String {
    let delimiter = *random.pick(&["0a", "61", "0d"]);
    match random.below(25) {
        0 | 1 => format!("read:{}", random.below(12)),
        2 => format!("read:{}", random.below(70)),
        3 => format!("vectored:{},{},{}", random.below(9), random.below(3), random.below(12)),
        4 => "is_vectored".into(),
        5 | 6 => format!("exact:{}", random.below(12)),
        7 => format!("array:{}", random.pick(&[0, 1, 2, 3, 8])),
        8 if random.below(3) == 0 => format!("to_end:{}", random.pick(&["-", "2021"])),
        8 if random.below(2) == 0 => "to_string".into(),
        8 => format!("bytes:{}", random.below(5)),
        9 => format!("take:{}", random.below(9)),
        10 => "fill".into(),
        11 => format!("consume:{}", random.below(9)),
        12 => "has_data_left".into(),
        13 => format!("until:{delimiter}"),
        14 => format!("skip:{delimiter}"),
        15 | 16 => "line".into(),
        17 => format!("lines:{}", random.below(5)),
        18 => format!("next:{}", random.below(3)),
        19 => format!("peek:{}", random.below(20)),
        20 => format!("seek:{}", random_seek(random)),
        21 | 22 => format!("relative:{}", random.below(16) as i64 - 8),
        23 => "position".into(),
        _ => (*random.pick(&["rewind", "len"])).into(),
    }
}

fn random_write(random: &mut Random) -> String {
    // Text, as `write!` takes no other bytes.
    let kinds = PIECES.len() - 1;
    match random.below(14) {
        0..3 => format!("write:{}", random_data(random, 5, kinds)),
        3..6 => format!("all:{}", random_data(random, 5, kinds)),
        6 => format!("fmt:{}", random_data(random, 5, kinds)),
        7 | 8 => {
            let bufs: Vec<String> =
                (0..1 + random.below(5)).map(|_| random_data(random, 4, kinds)).collect();
            format!("vectored:{}", bufs.join(","))
        }
        9 => {
            let bufs: Vec<String> =
                (0..1 + random.below(5)).map(|_| random_data(random, 4, kinds)).collect();
            format!("all_vectored:{}", bufs.join(","))
        }
        10 => "is_vectored".into(),
        11 => "flush".into(),
        12 => format!("seek:{}", random_seek(random)),
        _ => (*random.pick(&["into_inner", "into_inner", "into_parts", "position"])).into(),
    }
}

fn random_question(random: &mut Random) -> String {
    let flag = |random: &mut Random| random.below(2).to_string();
    let outcome = |random: &mut Random| match random.below(3) {
        0 => random_failure(random),
        _ => "o".into(),
    };
    let (mut words, operation): (Vec<String>, fn(&mut Random) -> String) = if random.below(2) == 0 {
        let step = |random: &mut Random| match random.below(5) {
            0 => random_failure(random),
            1 => random.below(4).to_string(),
            _ => (1 + random.below(20)).to_string(),
        };
        let kinds = if random.below(3) == 0 { PIECES.len() } else { PIECES.len() - 1 };
        let data = format!("0a{}", random_data(random, 30, kinds));
        let start = if random.below(2) == 0 { &data[2..] } else { &data[..] };
        let data = if start.is_empty() { "-" } else { start };
        let capacity = random_capacity(random);
        let words = vec![
            format!("read {capacity} {} {data}", flag(random)),
            some(random, 12, step),
            some(random, 3, outcome),
        ];
        (words, random_read)
    } else {
        let step = |random: &mut Random| match random.below(12) {
            0 | 1 => random_failure(random),
            2 => "p".into(),
            _ => random.below(20).to_string(),
        };
        let kind = *random.pick(&["buf", "line"]);
        let words = vec![
            format!("write {kind} {} {}", random_capacity(random), flag(random)),
            some(random, 12, step),
            some(random, 3, outcome),
        ];
        (words, random_write)
    };
    words.extend((0..1 + random.below(12)).map(|_| operation(random)));
    words.join(" ")
}

fn main() {
    // The panics of the scripts are not printed.
    std::panic::set_hook(Box::new(|info| {
        if info.payload().downcast_ref::<&str>() != Some(&"panic") {
            eprintln!("{info}");
            std::process::exit(1);
        }
    }));
    if serve(|words| object(&[("answers", answers(words))])) {
        return;
    }
    let mut random = Random(0xb0ffe7);
    for _ in 0..900 {
        let question = random_question(&mut random);
        let words: Vec<&str> = question.split(' ').collect();
        println!("{}", object(&[("question", string(&question)), ("answers", answers(&words))]));
    }
}
