// Rust at the other end of a Unix socket: `unix_peer listen|connect path|name WHERE`.
//
// It passes the writing end of a pipe beside a byte, with its credentials; it takes the one that
// the peer passes, and writes to it whether the credentials beside it are those of the peer. What
// comes out of its own pipe it prints.
#![feature(unix_socket_ancillary_data, peer_credentials_unix_socket)]

use std::fs::File;
use std::io::{IoSlice, IoSliceMut, Read, Write, pipe};
use std::os::fd::{AsRawFd, FromRawFd};
use std::os::linux::net::{SocketAddrExt, UnixSocketExt};
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::*;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [role, kind, place] = &words[..] else { return };
    let addr = match kind.as_str() {
        "path" => SocketAddr::from_pathname(place),
        _ => SocketAddr::from_abstract_name(place),
    };
    let addr = addr.unwrap();
    let stream = if role == "listen" {
        let listener = UnixListener::bind_addr(&addr).unwrap();
        println!("ready");
        listener.accept().unwrap().0
    } else {
        UnixStream::connect_addr(&addr).unwrap()
    };
    stream.set_passcred(true).unwrap();

    let (mut reader, writer) = pipe().unwrap();
    let mut room = [0; 128];
    let mut ancillary = SocketAncillary::new(&mut room);
    let me = std::fs::metadata("/proc/self").unwrap();
    let mut cred = SocketCred::new();
    cred.set_pid(std::process::id() as i32);
    cred.set_uid(me.uid());
    cred.set_gid(me.gid());
    assert!(ancillary.add_creds(&[cred]) && ancillary.add_fds(&[writer.as_raw_fd()]));
    stream.send_vectored_with_ancillary(&[IoSlice::new(b"!")], &mut ancillary).unwrap();
    drop(writer);

    let mut buf = [0];
    stream.recv_vectored_with_ancillary(&mut [IoSliceMut::new(&mut buf)], &mut ancillary).unwrap();
    let (mut fds, mut creds) = (vec![], vec![]);
    for message in ancillary.messages() {
        match message.unwrap() {
            AncillaryData::ScmRights(received) => fds.extend(received),
            AncillaryData::ScmCredentials(received) => creds.extend(received),
        }
    }
    let mut writer = unsafe { File::from_raw_fd(fds[0]) };
    let peer = stream.peer_cred().unwrap();
    let same = creds[0].get_pid() == peer.pid.unwrap() && creds[0].get_uid() == peer.uid;
    write!(writer, "{} of the peer: {same}", fds.len()).unwrap();
    drop(writer);
    let mut text = String::new();
    reader.read_to_string(&mut text).unwrap();
    println!("{text}");
}
