// Every method of Result on both halves, the texts of its panics, and how `main` ends a program.
#![allow(unused_must_use)]

#[path = "common/json.rs"]
mod json;

use json::{object, string};
use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::process::{Command, ExitCode, Stdio, exit};

type R = Result<i32, &'static str>;

fn row(call: &str, half: &str, answer: String) {
    println!("{}", object(&[("call", string(call)), ("half", string(half)), ("answer", string(&answer))]));
}

/// What an expression answers for `Ok(5)` and for `Err("no")`: a value, or the text of a panic.
macro_rules! both {
    ($call:literal, $r:ident => $expression:expr) => {
        for (half, result) in [("ok", R::Ok(5)), ("err", R::Err("no"))] {
            let answer = catch_unwind(AssertUnwindSafe(|| {
                let $r: R = result;
                debug(&$expression)
            }));
            row($call, half, answer.unwrap_or_else(|panic| {
                let text = panic.downcast_ref::<String>().cloned();
                format!("panic: {}", text.unwrap_or_else(|| panic.downcast_ref::<&str>().unwrap().to_string()))
            }));
        }
    };
}

fn debug(value: &dyn Debug) -> String {
    format!("{value:?}")
}

fn methods() {
    both!("is_ok", r => r.is_ok());
    both!("is_err", r => r.is_err());
    both!("is_ok_and even", r => r.is_ok_and(|n| n % 2 == 0));
    both!("is_ok_and odd", r => r.is_ok_and(|n| n % 2 == 1));
    both!("is_err_and short", r => r.is_err_and(|e| e.len() < 3));
    both!("is_err_and long", r => r.is_err_and(|e| e.len() >= 3));
    both!("ok", r => r.ok());
    both!("err", r => r.err());
    both!("map", r => r.map(|n| n + 1));
    both!("map_err", r => r.map_err(|e| e.len()));
    both!("map_or", r => r.map_or(-1, |n| n + 1));
    both!("map_or_else", r => r.map_or_else(|e| e.len() as i32, |n| n + 1));
    both!("inspect", r => { let mut seen = vec![]; let r = r.inspect(|n| seen.push(*n)); (r, seen) });
    both!("inspect_err", r => { let mut seen = vec![]; let r = r.inspect_err(|e| seen.push(*e)); (r, seen) });
    both!("and ok", r => r.and(Ok::<&str, &str>("late")));
    both!("and err", r => r.and(Err::<&str, &str>("late")));
    both!("and_then ok", r => r.and_then(|n| Ok::<i32, &str>(n + 1)));
    both!("and_then err", r => r.and_then(|_| Err::<i32, &str>("late")));
    both!("or ok", r => r.or(Ok::<i32, i32>(7)));
    both!("or err", r => r.or(Err::<i32, i32>(7)));
    both!("or_else ok", r => r.or_else(|e| Ok::<i32, i32>(e.len() as i32)));
    both!("or_else err", r => r.or_else(|e| Err::<i32, i32>(e.len() as i32)));
    both!("unwrap", r => r.unwrap());
    both!("expect", r => r.expect("a number"));
    both!("unwrap_err", r => r.unwrap_err());
    both!("expect_err", r => r.expect_err("no number"));
    both!("unwrap_or", r => r.unwrap_or(0));
    both!("unwrap_or_else", r => r.unwrap_or_else(|e| e.len() as i32));
    both!("as_ref", r => r.as_ref());
    both!("as_mut", r => { let mut r = r; let seen = r.as_mut().map(|n| *n).map_err(|e| *e); seen });
    both!("iter", r => r.iter().collect::<Vec<_>>());
    both!("into_iter", r => r.into_iter().collect::<Vec<_>>());
    both!("for", r => { let mut seen = vec![]; for n in r { seen.push(n) }; seen });
    both!("transpose some", r => r.map(Some).transpose());
    both!("transpose none", r => r.map(|_| None::<i32>).transpose());
    both!("flatten ok", r => r.map(|n| Ok::<i32, &str>(n + 1)).flatten());
    both!("flatten err", r => r.map(|_| Err::<i32, &str>("inside")).flatten());
    both!("collect", r => [Ok(1), r, Ok(3)].into_iter().collect::<Result<Vec<_>, _>>());
    both!("collect stops", r => {
        let mut asked = 0;
        [r, Ok(3)].into_iter().inspect(|_| asked += 1).collect::<Result<Vec<_>, _>>();
        asked
    });
    both!("sum", r => [Ok(1), r].into_iter().sum::<R>());
    both!("product", r => [Ok(2), r].into_iter().product::<R>());
    both!("eq itself", r => r == r.clone());
    both!("eq ok", r => r == Ok(5));
    both!("eq err", r => r == Err("no"));
    both!("question", r => (|| { let n = r?; Ok::<i32, String>(n + 1) })());
}

/// How results show their payload.
fn payloads() {
    row("debug", "text", debug(&Ok::<_, ()>("a \"b\"\n\u{e9}\u{7f}")));
    row("debug", "bool", debug(&Ok::<_, ()>(true)));
    row("debug", "number", debug(&Err::<(), _>(-3)));
    row("debug", "tuple", debug(&Ok::<_, ()>((vec!["a"], 80, false))));
    row("debug", "one-tuple", debug(&Ok::<_, ()>(("a",))));
    row("debug", "empty list", debug(&Ok::<[i32; 0], ()>([])));
    row("debug", "nested", debug(&Ok::<_, ()>(Err::<(), _>("inside"))));
    row("debug", "io error", debug(&Err::<(), _>(std::io::Error::from_raw_os_error(111))));
    row("debug", "io message", debug(&Err::<(), _>(std::io::Error::other("oh no"))));
}

/// Ways for `main` to end.
fn ends(how: &str) -> Result<ExitCode, Box<dyn std::error::Error>> {
    match how {
        "ok" => Ok(ExitCode::SUCCESS),
        "seven" => Ok(ExitCode::from(7)),
        "255" => Ok(ExitCode::from(255)),
        "err text" => Err("bad\tMAC".into()),
        "err io" => Err(std::io::Error::from_raw_os_error(111).into()),
        "panic unwrap" => { Err::<(), _>("bad MAC").unwrap(); unreachable!() }
        "panic expect" => { Err::<(), _>("bad MAC").expect("a frame"); unreachable!() }
        "exit" => exit(4),
        _ => unreachable!(),
    }
}

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.len() > 1 {
        return ends(&arguments[1]);
    }
    set_hook(Box::new(|_| ()));
    methods();
    payloads();
    for how in ["ok", "seven", "255", "err text", "err io", "panic unwrap", "panic expect", "exit"] {
        let done = Command::new(&arguments[0]).arg(how).stderr(Stdio::piped()).output()?;
        let stderr = String::from_utf8(done.stderr)?;
        // A panic's text begins with where it was, which is this program's affair.
        let text = stderr.lines().filter(|line| line.contains("Error:") || line.contains("MAC")).next().unwrap_or("");
        println!("{}", object(&[
            ("end", string(how)),
            ("status", done.status.code().unwrap().to_string()),
            ("stderr", string(text)),
        ]));
    }
    Ok(ExitCode::SUCCESS)
}
