// The kind and the texts of io::Error, for every errno and every ErrorKind.
#![feature(io_error_more, io_error_inprogress, io_error_uncategorized)]

#[path = "common/json.rs"]
mod json;

use json::*;
use std::fmt::Display;
use std::io::{BufWriter, Cursor, Error, ErrorKind, Read, Write, empty};
use std::net::{IpAddr, ToSocketAddrs};

fn kinds() -> Vec<ErrorKind> {
    use ErrorKind::*;
    vec![
        NotFound, PermissionDenied, ConnectionRefused, ConnectionReset, HostUnreachable,
        NetworkUnreachable, ConnectionAborted, NotConnected, AddrInUse, AddrNotAvailable,
        NetworkDown, BrokenPipe, AlreadyExists, WouldBlock, NotADirectory, IsADirectory,
        DirectoryNotEmpty, ReadOnlyFilesystem, FilesystemLoop, StaleNetworkFileHandle,
        InvalidInput, InvalidData, TimedOut, WriteZero, StorageFull, NotSeekable, QuotaExceeded,
        FileTooLarge, ResourceBusy, ExecutableFileBusy, Deadlock, CrossesDevices, TooManyLinks,
        InvalidFilename, ArgumentListTooLong, Interrupted, Unsupported, UnexpectedEof,
        OutOfMemory, InProgress, Other, Uncategorized,
    ]
}

/// Formats with a width, a fill and a precision, which some texts ignore.
fn padded(e: &dyn Display) -> String {
    array(&[string(&format!("{e:>70}")), string(&format!("{e:*^70.9}"))])
}

/// Errors of each form, by the names that the tests use.
fn forms() -> Vec<(&'static str, Box<dyn Display>)> {
    let mut writer = BufWriter::new(Cursor::new([0; 2]));
    writer.write_all(b"abc").unwrap();
    vec![
        ("message", Box::new(empty().read_exact(&mut [0]).unwrap_err())),
        ("nested message", Box::new(Error::other(empty().read_exact(&mut [0]).unwrap_err()))),
        ("address", Box::new(Error::other("x".parse::<IpAddr>().unwrap_err()))),
        ("lookup", Box::new(("two words", 80).to_socket_addrs().err().unwrap())),
        ("into_inner", Box::new(writer.into_inner().unwrap_err())),
    ]
}

fn main() {
    let codes = (-2..=200).chain([255, 511, 512, 1000, 4095, i32::MAX, i32::MIN]);
    for code in codes {
        let e = Error::from_raw_os_error(code);
        println!(
            "{}",
            object(&[
                ("code", code.to_string()),
                ("error", error(&e)),
                ("padded", padded(&e)),
            ])
        );
    }
    let mut sorted = kinds();
    sorted.sort();
    assert_eq!(sorted, kinds(), "the list is in Rust's order");
    for kind in kinds() {
        let simple = Error::from(kind);
        let custom = Error::new(kind, "oh \"no\"\n\u{e9}\u{7f}\u{0}'\\\u{202e}");
        let nested = Error::new(kind, Error::from_raw_os_error(2));
        println!(
            "{}",
            object(&[
                ("kind", debug(kind)),
                ("display", display(kind)),
                ("simple", error(&simple)),
                ("custom", error(&custom)),
                ("nested", error(&nested)),
                ("nested_get_ref", debug(nested.get_ref().unwrap())),
                ("padded", array(&[&kind as &dyn Display, &simple, &custom, &nested].map(padded))),
            ])
        );
    }
    for (form, e) in forms() {
        println!("{}", object(&[("form", string(form)), ("padded", padded(&e))]));
    }
    println!("{}", object(&[("other", error(&Error::other("x")))]));
}
