// A program that is started with some of its standard streams closed, and then connects.
//
// A question is the numbers of the streams that are closed. The others are pipes; a line is in
// standard input. The program reports what each number is then, what the calls of the streams
// return, and what the peer of its connection received.

#[path = "common/json.rs"]
mod json;

use json::*;
use std::fs::{File, read_link};
use std::io::*;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::fd::AsRawFd;
use std::process::{Command, Stdio};

const QUESTIONS: &[&str] = &["", "0", "1", "2", "01", "02", "12", "012"];

unsafe extern "C" {
    fn fcntl(fd: i32, command: i32) -> i32;
}

/// Returns what a descriptor is, how it is open, and whether child programs inherit it.
fn shown(fd: i32) -> String {
    const F_GETFD: i32 = 1;
    const F_GETFL: i32 = 3;
    let path = read_link(format!("/proc/self/fd/{fd}")).unwrap();
    let kind = if path.to_str() == Some("/dev/null") { "null" } else { "other" };
    let (flags, mode) = unsafe { (fcntl(fd, F_GETFD), fcntl(fd, F_GETFL) & 3) };
    format!("{kind} {mode} {flags}")
}

fn child(report: &str, port: &str) {
    let stream = TcpStream::connect(("127.0.0.1", port.parse().unwrap())).unwrap();
    let mut line = String::new();
    let answers = [
        format!("{}", stream.as_raw_fd() > 2),
        shown(0),
        shown(1),
        shown(2),
        format!("{:?}", stdout().write_all(b"out\n")),
        format!("{:?}", stdout().write_all(b"rest")),
        format!("{:?}", stdout().flush()),
        format!("{:?}", stderr().write(b"err")),
        format!("{:?} {line:?}", stdin().read_line(&mut line)),
        format!("{:?}", stdin().read(&mut [0; 5])),
        format!("{:?}", [stdin().is_terminal(), stdout().is_terminal(), stderr().is_terminal()]),
        format!("{:?}", [stdin().as_raw_fd(), stdout().as_raw_fd(), stderr().as_raw_fd()]),
    ];
    stream.shutdown(Shutdown::Write).unwrap();
    let mut received = String::new();
    (&stream).read_to_string(&mut received).unwrap();
    let mut report = File::create(report).unwrap();
    answers.iter().for_each(|answer| writeln!(report, "{answer}").unwrap());
    writeln!(report, "{received:?}").unwrap();
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.len() > 1 {
        return child(&arguments[1], &arguments[2]);
    }
    let report = std::env::temp_dir().join(format!("stdnet-closed-{}", std::process::id()));
    for question in QUESTIONS {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let closings: String = question.chars().map(|fd| format!(" {fd}>&-")).collect();
        let mut process = Command::new("sh")
            .args(["-c", &format!("exec \"$0\" \"$@\"{closings}"), &arguments[0]])
            .arg(&report)
            .arg(listener.local_addr().unwrap().port().to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let _ = process.stdin.take().unwrap().write_all(b"line\n");
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(b"peer\n").unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        let mut received = String::new();
        stream.read_to_string(&mut received).unwrap();
        let output = process.wait_with_output().unwrap();
        let answers = std::fs::read_to_string(&report).unwrap();
        let answers: Vec<_> = answers.lines().map(string).collect();
        println!(
            "{}",
            object(&[
                ("question", string(question)),
                ("answers", array(&answers)),
                ("out", string(std::str::from_utf8(&output.stdout).unwrap())),
                ("err", string(std::str::from_utf8(&output.stderr).unwrap())),
                ("peer", string(&received)),
            ])
        );
    }
    std::fs::remove_file(&report).unwrap();
}
