// `io::copy` from scripted readers to scripted writers: what it returns, what is written, and the
// sizes of all reads and writes.
//
// A question is `LAYERS READS CAPACITY WRITES`. LAYERS is a list with commas, or `-`, of what is
// around the reader, from the inside: tLIMIT, a Take, and bCAPACITY, a BufReader whose buffer is
// filled already. CAPACITY is that of a BufWriter, or `-`. READS and WRITES are steps as in
// `read_write.rs`.

#[path = "common/json.rs"]
mod json;

use json::*;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, BufWriter, Error, ErrorKind, Read, Result, Write};
use std::rc::Rc;

fn failure(how: &str) -> Error {
    match how {
        "Interrupted" => ErrorKind::Interrupted.into(),
        "WouldBlock" => ErrorKind::WouldBlock.into(),
        "Other" => Error::other("oh no"),
        errno => Error::from_raw_os_error(errno.parse().unwrap()),
    }
}

fn steps(text: &str) -> VecDeque<String> {
    if text == "-" { VecDeque::new() } else { text.split(',').map(String::from).collect() }
}

struct Reader(VecDeque<String>, usize, Rc<RefCell<Vec<String>>>);

impl Read for Reader {
    fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
        self.2.borrow_mut().push(format!("r{}", buf.len()));
        let Some(step) = self.0.pop_front() else { return Ok(0) };
        match step.split_at(1) {
            ("z", _) => Ok(0),
            ("e", how) => Err(failure(how)),
            (_, left) => {
                let left: usize = left.parse().unwrap();
                let n = left.min(buf.len());
                for byte in &mut buf[..n] {
                    *byte = (self.1 % 251) as u8;
                    self.1 += 1;
                }
                if left > n {
                    self.0.push_front(format!("r{}", left - n));
                }
                Ok(n)
            }
        }
    }
}

struct Writer(VecDeque<String>, Rc<RefCell<Vec<u8>>>, Rc<RefCell<Vec<String>>>);

impl Write for Writer {
    fn write(&mut self, buf: &[u8]) -> Result<usize> {
        self.2.borrow_mut().push(format!("w{}", buf.len()));
        let n = match self.0.pop_front().as_deref().map(|step| step.split_at(1)) {
            Some(("e", how)) => return Err(failure(how)),
            Some((_, most)) => most.parse().unwrap(),
            None => usize::MAX,
        };
        let n = n.min(buf.len());
        self.1.borrow_mut().extend(&buf[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

fn sum(data: &[u8]) -> String {
    let (mut a, mut b) = (1u32, 0u32);
    for byte in data {
        a = (a + u32::from(*byte)) % 65521;
        b = (b + a) % 65521;
    }
    format!("{} bytes of sum {:08x}", data.len(), b << 16 | a)
}

// Generic, as `copy` is specialized for some types. There are at most two layers.

macro_rules! layered {
    ($name:ident, $next:ident) => {
        fn $name<R: Read>(reader: &mut R, layers: &[&str], capacity: &str, writer: Writer) -> String {
            let Some((layer, rest)) = layers.split_first() else {
                return copied(reader, &[], capacity, writer);
            };
            let size = layer[1..].parse().unwrap();
            if layer.starts_with('t') {
                let mut take = reader.take(size);
                let result = $next(&mut take, rest, capacity, writer);
                return format!("{result} {}", take.limit());
            }
            let mut buffered = BufReader::with_capacity(size as usize, reader);
            _ = buffered.fill_buf();
            $next(&mut buffered, rest, capacity, writer)
        }
    };
}

layered!(outer, inner);
layered!(inner, copied);

fn copied<R: Read>(reader: &mut R, _: &[&str], capacity: &str, mut writer: Writer) -> String {
    if capacity == "-" {
        return format!("{:?}", io::copy(reader, &mut writer));
    }
    let mut buffered = BufWriter::with_capacity(capacity.parse().unwrap(), writer);
    let result = buffered.write_all(b"first");
    format!("{result:?} {:?}", io::copy(reader, &mut buffered))
    // Now the buffer is written.
}

fn answer(question: &str) -> String {
    let words: Vec<&str> = question.split(' ').collect();
    let [layers, reads, capacity, writes] = words[..] else { panic!("{question}") };
    let layers: Vec<&str> = if layers == "-" { vec![] } else { layers.split(',').collect() };
    let (written, calls) = (Rc::default(), Rc::default());
    let mut reader = Reader(steps(reads), 0, Rc::clone(&calls));
    let writer = Writer(steps(writes), Rc::clone(&written), Rc::clone(&calls));
    let result = outer(&mut reader, &layers, capacity, writer);
    object(&[
        ("question", string(question)),
        ("result", string(&result)),
        ("written", string(&sum(&written.borrow()))),
        ("calls", string(&calls.borrow().join(" "))),
    ])
}

struct Seed(u64);

impl Seed {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % n
    }

    fn of<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items[self.below(items.len() as u64) as usize]
    }

    fn list(&mut self, most: u64, item: impl Fn(&mut Seed) -> String) -> String {
        let n = self.below(most);
        let items: Vec<String> = (0..n).map(|_| item(self)).collect();
        if items.is_empty() { "-".into() } else { items.join(",") }
    }
}

const ERRORS: [&str; 5] = ["eInterrupted", "eInterrupted", "eWouldBlock", "e104", "eOther"];

fn question(seed: &mut Seed) -> String {
    let layers = seed.list(3, |s| match s.below(2) {
        0 => format!("t{}", s.of(&["0", "1", "9", "100", "8192", "20000", "18446744073709551615"])),
        _ => format!("b{}", s.of(&["1", "7", "64", "8191", "8192", "20000"])),
    });
    let reads = seed.list(7, |s| match s.below(6) {
        0 => s.of(&ERRORS).into(),
        1 => s.of(&["r8192", "r8193", "r30000", "z"]).into(),
        _ => format!("r{}", 1 + s.below(300)),
    });
    let capacity = seed.of(&["-", "-", "-", "0", "5", "64", "8192", "20000"]);
    // When a BufWriter reports an error is not specified.
    let failing = capacity == "-";
    let writes = seed.list(7, |s| match s.below(6) {
        0 if failing => s.of(&ERRORS).into(),
        0 => "eInterrupted".into(),
        1 => s.of(&["w1", "w8191", if failing { "w0" } else { "w2" }]).into(),
        _ => format!("w{}", 1 + s.below(300)),
    });
    format!("{layers} {reads} {capacity} {writes}")
}

fn main() {
    if std::env::args().nth(1).as_deref() == Some("serve") {
        for line in io::stdin().lines() {
            println!("{}", answer(&line.unwrap()));
        }
        return;
    }
    let mut seed = Seed(1);
    for _ in 0..300 {
        println!("{}", answer(&question(&mut seed)));
    }
}
