// The standard streams of a program: what its calls return, the size of its writes, and how far it
// reads.
//
// A question is a list of operations for a new process. Its standard input is a file of 20,000
// bytes, in lines of 100 bytes, of which the first begins with 0000, the second with 0001. Its
// outputs are sockets that keep the writes apart.
//
// oall:DATA owrite:DATA ovec:DATA,DATA oflush, and eall: ewrite: evec: eflush for standard error.
// iline, ilines:N, iread:N, iexact:N, ifill, iend, and ipos, the position in the file.
// oclose, eclose and iclose close the descriptor, exit ends the program at once, and olock locks
// the output until the end. DATA is a list with +: n is an end of line, a3 is aaa.

#[path = "common/json.rs"]
mod json;

use json::*;
use std::fmt::Debug;
use std::fs::File;
use std::io::*;
use std::mem::ManuallyDrop;
use std::os::fd::{FromRawFd, OwnedFd};
use std::process::{Command, Stdio};

const QUESTIONS: &[&str] = &[
    "oall:a3",
    "oall:a3 eall:b2 oflush",
    "oall:a3+n+b2 eall:c1",
    "owrite:a3+n+b2+n+c1 oall:d1+n",
    "owrite:a1023 owrite:b1 owrite:c1",
    "owrite:a1024 owrite:b1",
    "owrite:a1000 owrite:b30 owrite:c5+n",
    "oall:a1000 oall:b30+n+c1030",
    "oall:a1000 oall:n+b1023",
    "oall:a5000+n+b5000",
    "ovec:a3,n,b2 oflush",
    "ovec:a3,b2 ovec:c3,d2+n ovec:e1",
    "ovec:a600,b600 oall:c1",
    "ewrite:a3 eall:b2+n evec:c1,d1+n eflush",
    "eall:a5000",
    "oall:a3 exit",
    "oall:a3+n+b2 exit",
    "olock oall:a3 oflush oall:b2",
    "oall:a3 oclose oall:b2+n oflush oall:c1",
    "oclose oall:a3 owrite:b2000 ovec:c1,d1+n oflush",
    "eclose ewrite:a3 eall:b2 evec:c1,d1 eflush",
    "iline ipos iline ipos",
    "iread:10 ipos iread:9000 ipos iread:9000 ipos",
    "iexact:8192 ipos iexact:1 ipos ifill",
    "iexact:20001",
    "ifill ipos ilines:81 ipos ilines:2 ipos",
    "iend ipos iline iread:5",
    "iread:8192 ipos ifill",
    "iclose iline iread:5 ifill iend",
    "iline iclose iline ilines:200 iline",
    "ilines:300 ipos",
];

fn data(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for part in text.split('+') {
        match part {
            "n" => out.push(b'\n'),
            _ => out.extend(part[..1].repeat(part[1..].parse().unwrap()).bytes()),
        }
    }
    out
}

fn text(result: Result<impl Debug>) -> String {
    format!("{result:?}")
}

fn output(out: &mut impl Write, name: &str, argument: &str) -> String {
    match name {
        "all" => text(out.write_all(&data(argument))),
        "write" => text(out.write(&data(argument))),
        "vec" => {
            let bufs: Vec<_> = argument.split(',').map(data).collect();
            let slices: Vec<_> = bufs.iter().map(|buf| IoSlice::new(buf)).collect();
            text(out.write_vectored(&slices))
        }
        _ => text(out.flush()),
    }
}

fn input(name: &str, argument: &str) -> String {
    let number = || argument.parse().unwrap();
    let mut stdin = stdin().lock();
    match name {
        "line" => {
            let mut line = String::new();
            let result = stdin.read_line(&mut line);
            format!("{result:?} {:?}", line.get(..4).unwrap_or(&line))
        }
        "lines" => {
            let lines: Vec<_> = stdin.lines().take(number()).map(|line| line.unwrap()).collect();
            format!("{} {:?}", lines.len(), lines.last().map(|line| &line[..4]))
        }
        "read" => text(stdin.read(&mut vec![0; number()])),
        "exact" => text(stdin.read_exact(&mut vec![0; number()])),
        "fill" => text(stdin.fill_buf().map(|buf| buf.len())),
        "end" => text(stdin.read_to_end(&mut Vec::new())),
        _ => {
            let mut file = ManuallyDrop::new(unsafe { File::from_raw_fd(0) });
            text(file.stream_position())
        }
    }
}

fn child(report: &str, operations: &[String]) {
    let mut report = File::create(report).unwrap();
    let mut held = None;
    for operation in operations {
        let (name, argument) = operation.split_once(':').unwrap_or((operation, ""));
        let answer = match name {
            "exit" => std::process::exit(0),
            "olock" => {
                held = Some(stdout().lock());
                continue;
            }
            "iclose" | "oclose" | "eclose" => {
                let fd = "ioe".find(&name[..1]).unwrap() as i32;
                drop(unsafe { OwnedFd::from_raw_fd(fd) });
                continue;
            }
            _ => match name.split_at(1) {
                ("o", name) => output(&mut stdout(), name, argument),
                ("e", name) => output(&mut stderr(), name, argument),
                (_, name) => input(name, argument),
            },
        };
        writeln!(report, "{answer}").unwrap();
    }
    drop(held);
}

unsafe extern "C" {
    fn socketpair(domain: i32, kind: i32, protocol: i32, fds: *mut [i32; 2]) -> i32;
}

/// Returns a socket pair that keeps the writes apart.
fn ends() -> (File, OwnedFd) {
    const AF_UNIX: i32 = 1;
    const SEQPACKET_CLOEXEC: i32 = 5 | 0o2000000;
    let mut fds = [0; 2];
    unsafe {
        assert_eq!(socketpair(AF_UNIX, SEQPACKET_CLOEXEC, 0, &mut fds), 0);
        (File::from_raw_fd(fds[0]), OwnedFd::from_raw_fd(fds[1]))
    }
}

fn pieces(mut from: File) -> String {
    let mut found = Vec::new();
    let mut buf = vec![0; 1 << 18];
    loop {
        match from.read(&mut buf).unwrap() {
            0 => return array(&found),
            n => found.push(string(&shown(&buf[..n]))),
        }
    }
}

/// Returns data as the words that it is made of.
fn shown(mut data: &[u8]) -> String {
    let mut words = Vec::new();
    while let Some(&first) = data.first() {
        let n = if first == b'\n' { 1 } else { data.iter().take_while(|&&b| b == first).count() };
        words.push(if first == b'\n' { "n".into() } else { format!("{}{n}", first as char) });
        data = &data[n..];
    }
    words.join("+")
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.len() > 1 {
        return child(&arguments[1], &arguments[2..]);
    }
    let folder = std::env::temp_dir().join(format!("stdnet-stdio-{}", std::process::id()));
    std::fs::create_dir(&folder).unwrap();
    let (source, report) = (folder.join("input"), folder.join("report"));
    let lines: String = (0..200).map(|n| format!("{n:04}{}\n", "x".repeat(95))).collect();
    std::fs::write(&source, lines).unwrap();
    for question in QUESTIONS {
        let ((out, out_end), (err, err_end)) = (ends(), ends());
        let mut process = Command::new(&arguments[0])
            .arg(&report)
            .args(question.split(' '))
            .stdin(Stdio::from(File::open(&source).unwrap()))
            .stdout(Stdio::from(out_end))
            .stderr(Stdio::from(err_end))
            .spawn()
            .unwrap();
        process.wait().unwrap();
        let answers = std::fs::read_to_string(&report).unwrap();
        let answers: Vec<_> = answers.lines().map(string).collect();
        println!(
            "{}",
            object(&[
                ("question", string(question)),
                ("answers", array(&answers)),
                ("out", pieces(out)),
                ("err", pieces(err)),
            ])
        );
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
