// Every errno and every ErrorKind: kinds and texts of io::Error.
#![feature(io_error_more, io_error_inprogress, io_error_uncategorized)]

#[path = "common/json.rs"]
mod json;

use json::*;
use std::io::{Error, ErrorKind};

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

fn main() {
    let codes = (-2..=200).chain([255, 511, 512, 1000, 4095, i32::MAX, i32::MIN]);
    for code in codes {
        let e = Error::from_raw_os_error(code);
        println!("{}", object(&[("code", code.to_string()), ("error", error(&e))]));
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
            ])
        );
    }
    println!("{}", object(&[("other", error(&Error::other("x")))]));
}
