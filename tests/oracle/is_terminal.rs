// Which standard streams and descriptors are terminals.
//
// A question names the standard input, output and error of a new process: either end of a
// pseudo-terminal, a pipe, a socket, a file, /dev/null, a descriptor that the process has closed,
// or one that it was started without. The process prints `is_terminal` of each type that implements
// it.

#[path = "common/json.rs"]
mod json;

use json::*;
use std::fs::File;
use std::io::*;
use std::os::fd::{BorrowedFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

const KINDS: [&str; 8] =
    ["terminal", "controller", "pipe", "socket", "file", "null", "closed", "absent"];

#[link(name = "util")]
unsafe extern "C" {
    fn openpty(
        controller: *mut RawFd,
        terminal: *mut RawFd,
        name: *mut u8,
        termios: *const u8,
        size: *const u8,
    ) -> i32;
    fn close(fd: RawFd) -> i32;
}

/// Returns a standard stream for the process, and what must stay open while it runs.
fn open(kind: &str) -> (OwnedFd, Option<OwnedFd>) {
    match kind {
        "terminal" | "controller" => {
            let (mut one, mut two) = (-1, -1);
            let none = std::ptr::null_mut();
            let (controller, terminal) = unsafe {
                assert_eq!(openpty(&mut one, &mut two, none, none, none), 0);
                (OwnedFd::from_raw_fd(one), OwnedFd::from_raw_fd(two))
            };
            match kind {
                "terminal" => (terminal, Some(controller)),
                _ => (controller, Some(terminal)),
            }
        }
        "pipe" => {
            let (reader, writer) = pipe().unwrap();
            (reader.into(), Some(writer.into()))
        }
        "socket" => {
            let (one, two) = UnixStream::pair().unwrap();
            (one.into(), Some(two.into()))
        }
        "file" => (File::open("/proc/self/exe").unwrap().into(), None),
        _ => (File::open("/dev/null").unwrap().into(), None),
    }
}

fn child(report: &str, kinds: &[String]) {
    for (fd, kind) in (0..).zip(kinds) {
        if kind == "closed" {
            drop(unsafe { OwnedFd::from_raw_fd(fd) });
        }
    }
    let mut answers = vec![
        ("Stdin", stdin().is_terminal()),
        ("StdinLock", stdin().lock().is_terminal()),
        ("Stdout", stdout().is_terminal()),
        ("StdoutLock", stdout().lock().is_terminal()),
        ("Stderr", stderr().is_terminal()),
        ("StderrLock", stderr().lock().is_terminal()),
    ];
    for fd in 0..3 {
        let borrowed = unsafe { BorrowedFd::borrow_raw(fd) };
        answers.push(("BorrowedFd", borrowed.is_terminal()));
        answers.push(("OwnedFd", borrowed.try_clone_to_owned().is_ok_and(|fd| fd.is_terminal())));
    }
    let answers: Vec<_> = answers.iter().map(|(name, yes)| string(&format!("{name} {yes}"))).collect();
    std::fs::write(report, array(&answers)).unwrap();
}

fn ask(program: &str, kinds: [&'static str; 3]) -> String {
    let report = std::env::temp_dir().join(format!("stdnet-is-terminal-{}", std::process::id()));
    let [(input, a), (output, b), (error, c)] = kinds.map(open);
    let mut command = Command::new(program);
    command.arg(&report).args(kinds);
    command.stdin(input).stdout(output).stderr(Stdio::from(error));
    unsafe {
        command.pre_exec(move || {
            for (fd, _) in (0..).zip(kinds).filter(|(_, kind)| *kind == "absent") {
                close(fd);
            }
            Ok(())
        });
    }
    command.spawn().unwrap().wait().unwrap();
    drop((a, b, c));
    let answers = std::fs::read_to_string(&report).unwrap();
    std::fs::remove_file(&report).unwrap();
    answers
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.len() > 1 {
        return child(&arguments[1], &arguments[2..]);
    }
    let mut questions = vec![["terminal"; 3]];
    questions.extend((0..KINDS.len()).map(|n| [0, 1, 2].map(|at| KINDS[(n + at) % KINDS.len()])));
    for kinds in questions {
        let answers = ask(&arguments[0], kinds);
        println!("{}", object(&[("question", string(&kinds.join(" "))), ("answers", answers)]));
    }
}
