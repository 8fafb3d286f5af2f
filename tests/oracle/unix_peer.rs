// The peer of a Unix socket, in Rust:
//
// unix_peer listen|connect path|name WHERE                     a stream
// unix_peer echo path|name WHERE send_to|connect|ancillary     a datagram socket
//
// A stream sends a byte with the writing end of a pipe and its credentials. It receives the same
// from its peer, and writes to that pipe whether the credentials are the peer's. It prints what it
// reads from its own pipe.
//
// A datagram socket sends datagrams back until the program is killed: as much of each as its buffer
// holds, to the address of the sender, or after a `connect` to it. With `ancillary` it sends the
// descriptors back, with its credentials and a text about what it has received.
#![feature(unix_socket_ancillary_data, peer_credentials_unix_socket, unix_socket_peek)]

use std::fs::File;
use std::io::{IoSlice, IoSliceMut, Read, Result, Write, pipe};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::os::linux::net::{SocketAddrExt, UnixSocketExt};
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::*;

/// How much of a datagram the echo receives.
const ROOM: usize = 64;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [role, kind, place, how @ ..] = &words[..] else { return };
    let addr = match kind.as_str() {
        "path" => SocketAddr::from_pathname(place),
        _ => SocketAddr::from_abstract_name(place),
    };
    let addr = addr.unwrap();
    match role.as_str() {
        "listen" => {
            let listener = UnixListener::bind_addr(&addr).unwrap();
            println!("ready");
            exchange(listener.accept().unwrap().0);
        }
        "connect" => exchange(UnixStream::connect_addr(&addr).unwrap()),
        _ => {
            let socket = UnixDatagram::bind_addr(&addr).unwrap();
            socket.set_passcred(how[0] == "ancillary").unwrap();
            println!("ready");
            loop {
                match how[0].as_str() {
                    "send_to" => echo_to_the_sender(&socket),
                    "connect" => echo_to_the_peer(&socket),
                    _ => echo_descriptors(&socket),
                }
                .unwrap();
            }
        }
    }
}

fn own_cred() -> SocketCred {
    let me = std::fs::metadata("/proc/self").unwrap();
    let mut cred = SocketCred::new();
    cred.set_pid(std::process::id() as i32);
    cred.set_uid(me.uid());
    cred.set_gid(me.gid());
    cred
}

/// Returns the descriptors and the credentials that have been received.
fn received(ancillary: &mut SocketAncillary) -> (Vec<OwnedFd>, Vec<SocketCred>) {
    let (mut fds, mut creds) = (vec![], vec![]);
    for message in ancillary.messages() {
        match message.unwrap() {
            AncillaryData::ScmRights(received) => {
                fds.extend(received.map(|fd| unsafe { OwnedFd::from_raw_fd(fd) }))
            }
            AncillaryData::ScmCredentials(received) => creds.extend(received),
        }
    }
    (fds, creds)
}

fn exchange(stream: UnixStream) {
    stream.set_passcred(true).unwrap();
    let (mut reader, writer) = pipe().unwrap();
    let mut room = [0; 128];
    let mut ancillary = SocketAncillary::new(&mut room);
    assert!(ancillary.add_creds(&[own_cred()]) && ancillary.add_fds(&[writer.as_raw_fd()]));
    stream.send_vectored_with_ancillary(&[IoSlice::new(b"!")], &mut ancillary).unwrap();
    drop(writer);

    let mut buf = [0];
    stream.recv_vectored_with_ancillary(&mut [IoSliceMut::new(&mut buf)], &mut ancillary).unwrap();
    let (mut fds, creds) = received(&mut ancillary);
    let count = fds.len();
    let mut writer = File::from(fds.remove(0));
    let peer = stream.peer_cred().unwrap();
    let same = creds[0].get_pid() == peer.pid.unwrap() && creds[0].get_uid() == peer.uid;
    write!(writer, "{count} of the peer: {same}").unwrap();
    drop(writer);
    let mut text = String::new();
    reader.read_to_string(&mut text).unwrap();
    println!("{text}");
}

fn echo_to_the_sender(socket: &UnixDatagram) -> Result<usize> {
    let mut buf = [0; ROOM];
    let (n, sender) = socket.recv_from(&mut buf)?;
    match sender.as_pathname() {
        Some(path) => socket.send_to(&buf[..n], path),
        None => socket.send_to_addr(&buf[..n], &sender),
    }
}

fn echo_to_the_peer(socket: &UnixDatagram) -> Result<usize> {
    let mut buf = [0; ROOM];
    let (_, sender) = socket.peek_from(&mut buf)?;
    match sender.as_pathname() {
        Some(path) => socket.connect(path)?,
        None => socket.connect_addr(&sender)?,
    }
    let n = socket.recv(&mut buf)?;
    socket.send(&buf[..n])
}

fn echo_descriptors(socket: &UnixDatagram) -> Result<usize> {
    let mut buf = [0; ROOM];
    let mut room = [0; 128];
    let mut ancillary = SocketAncillary::new(&mut room);
    let bufs = &mut [IoSliceMut::new(&mut buf)];
    let (n, cut, sender) = socket.recv_vectored_with_ancillary_from(bufs, &mut ancillary)?;
    let (fds, creds) = received(&mut ancillary);
    let said = format!("{n} bytes, cut: {cut}, of process {}", creds[0].get_pid());

    let raw: Vec<_> = fds.iter().map(|fd| fd.as_raw_fd()).collect();
    ancillary.clear();
    assert!(ancillary.add_creds(&[own_cred()]) && ancillary.add_fds(&raw));
    let bufs = &[IoSlice::new(said.as_bytes())];
    match sender.as_pathname() {
        Some(path) => socket.send_vectored_with_ancillary_to(bufs, &mut ancillary, path),
        None => {
            socket.connect_addr(&sender)?;
            socket.send_vectored_with_ancillary(bufs, &mut ancillary)
        }
    }
}
