//! Calls of std whose system calls strace records. It prints nothing.
//!
//! `syscalls.py` does the same with stdnet. Each step begins with a `chdir` that fails, to mark it.

#![feature(peer_credentials_unix_socket, unix_socket_ancillary_data, unix_socket_peek)]
#![feature(tcp_deferaccept, tcp_linger, tcplistener_into_incoming)]

use std::env::{args, set_current_dir};
use std::io::{IoSlice, IoSliceMut, PipeReader, Read, Write, pipe};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::os::fd::{AsFd, AsRawFd, FromRawFd, IntoRawFd, OwnedFd};
use std::os::linux::net::{SocketAddrExt, TcpStreamExt, UnixSocketExt};
use std::os::unix::net::{
    SocketAddr as UnixAddr, SocketAncillary, UnixDatagram, UnixListener, UnixStream,
};
use std::time::Duration;

fn step(name: &str) {
    _ = set_current_dir(format!("/step/{name}"));
}

fn main() {
    let words: Vec<String> = args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["talk", ip] => talk(ip.parse().unwrap()),
        ["options", ip] => options(ip.parse().unwrap()),
        ["datagrams", ip] => datagrams(ip.parse().unwrap()),
        ["unix", folder] => unix(folder),
        ["pipes"] => pipes(),
        ["fail", ip, full] => fail(ip.parse().unwrap(), full.parse().unwrap()),
        _ => return,
    }
    step("end");
}

fn talk(ip: IpAddr) {
    step("bind");
    let listener = TcpListener::bind((ip, 0)).unwrap();
    let addr = listener.local_addr().unwrap();

    step("connect");
    let mut client = TcpStream::connect(addr).unwrap();

    step("accept");
    let (mut server, _) = listener.accept().unwrap();

    step("addresses");
    _ = client.peer_addr();
    _ = client.local_addr();
    _ = server.peer_addr();

    let mut buf = [0; 16];
    step("write");
    _ = client.write(b"hello");
    _ = client.write(b"");

    step("peek and read");
    _ = server.peek(&mut buf);
    _ = server.read(&mut buf);

    step("whole");
    _ = client.write_all(b"hello");
    _ = server.read_exact(&mut buf[..5]);

    step("vectored");
    _ = client.write_vectored(&["head", "", "body"].map(|text| IoSlice::new(text.as_bytes())));
    let (head, body) = buf.split_at_mut(4);
    _ = server.read_vectored(&mut [IoSliceMut::new(head), IoSliceMut::new(body)]);

    step("empty");
    _ = client.write(b"!");
    _ = server.peek(&mut []);
    _ = server.read(&mut []);
    _ = server.read_vectored(&mut [IoSliceMut::new(&mut [])]);
    _ = client.write_vectored(&[IoSlice::new(&[])]);
    _ = server.read(&mut buf);

    step("clone");
    drop(server.try_clone());
    drop(listener.try_clone());

    step("half close");
    _ = client.shutdown(Shutdown::Write);
    _ = server.read(&mut buf);
    _ = server.shutdown(Shutdown::Read);
    _ = server.shutdown(Shutdown::Both);
    drop(server);
    drop(client);

    step("incoming");
    let client = TcpStream::connect(addr).unwrap();
    drop(listener.incoming().next());
    drop(client);

    step("into_incoming");
    let client = TcpStream::connect(addr).unwrap();
    let mut incoming = listener.into_incoming();
    drop(incoming.next());
    drop(client);
    drop(incoming);
}

fn options(ip: IpAddr) {
    let listener = TcpListener::bind((ip, 0)).unwrap();
    let stream = TcpStream::connect(listener.local_addr().unwrap()).unwrap();

    step("listener");
    _ = listener.set_ttl(32);
    _ = listener.ttl();
    #[allow(deprecated)]
    {
        _ = listener.set_only_v6(true);
        _ = listener.only_v6();
    }
    _ = listener.take_error();
    _ = listener.set_nonblocking(true);
    _ = listener.set_nonblocking(false);

    step("time-outs");
    let half = Duration::from_millis(1500);
    for dur in [Some(half), Some(Duration::from_nanos(1)), Some(Duration::ZERO), None] {
        _ = stream.set_read_timeout(dur);
        _ = stream.read_timeout();
        _ = stream.set_write_timeout(dur);
        _ = stream.write_timeout();
    }

    step("linger");
    for linger in [Some(Duration::from_secs(5)), Some(Duration::ZERO), None] {
        _ = stream.set_linger(linger);
        _ = stream.linger();
    }

    step("stream");
    _ = stream.set_nodelay(true);
    _ = stream.nodelay();
    _ = stream.set_nodelay(false);
    _ = stream.set_ttl(32);
    _ = stream.ttl();
    _ = stream.set_ttl(0);
    _ = stream.set_ttl(u32::MAX);
    _ = stream.take_error();
    _ = stream.set_nonblocking(true);
    _ = stream.set_nonblocking(false);

    step("Linux");
    _ = stream.set_quickack(false);
    _ = stream.quickack();
    _ = stream.set_deferaccept(Duration::from_secs(5));
    _ = stream.deferaccept();
    drop(stream);
    drop(listener);
}

fn fail(ip: IpAddr, full: SocketAddr) {
    // No socket listens at port 1.
    let refused = SocketAddr::new(ip, 1);
    let minute = Duration::from_secs(60);
    let mut buf = [0; 16];

    step("bind in use");
    let listener = TcpListener::bind((ip, 0)).unwrap();
    let addr = listener.local_addr().unwrap();
    _ = TcpListener::bind(addr);

    step("bind each");
    drop(TcpListener::bind(&[addr, SocketAddr::new(ip, 0)][..]));

    step("accept would block");
    _ = listener.set_nonblocking(true);
    _ = listener.accept();
    _ = listener.set_nonblocking(false);

    step("connect refused");
    _ = TcpStream::connect(refused);

    step("connect each");
    drop(TcpStream::connect(&[refused, addr][..]));
    drop(listener.accept());

    step("connect in time");
    let mut client = TcpStream::connect_timeout(&addr, minute).unwrap();
    let (mut server, _) = listener.accept().unwrap();

    step("connect refused in time");
    _ = TcpStream::connect_timeout(&refused, minute);

    step("connect timed out");
    _ = TcpStream::connect_timeout(&full, Duration::from_millis(50));

    step("connect in no time");
    _ = TcpStream::connect_timeout(&full, Duration::ZERO);

    step("read timed out");
    _ = server.set_read_timeout(Some(Duration::from_millis(1)));
    _ = server.read(&mut buf);
    _ = server.read_exact(&mut buf);
    _ = server.peek(&mut buf);

    step("reset");
    _ = server.set_linger(Some(Duration::ZERO));
    drop(server);
    _ = client.take_error();
    _ = client.write(b"hello");
    _ = client.write_vectored(&[IoSlice::new(b"hello")]);
    _ = client.read(&mut buf);
    _ = client.peer_addr();
    _ = client.shutdown(Shutdown::Both);
    drop(client);
    drop(listener);
}

fn datagrams(ip: IpAddr) {
    // There is no socket at port 1.
    let refused = SocketAddr::new(ip, 1);
    let mut buf = [0; 16];

    step("bind");
    let one = UdpSocket::bind((ip, 0)).unwrap();
    let other = UdpSocket::bind((ip, 0)).unwrap();
    let addr = one.local_addr().unwrap();
    _ = UdpSocket::bind(addr);
    drop(UdpSocket::bind(&[addr, SocketAddr::new(ip, 0)][..]));

    step("to and from");
    _ = other.send_to(b"hello", addr);
    _ = one.peek_from(&mut buf);
    _ = one.recv_from(&mut buf[..2]);
    _ = other.send_to(b"", addr);
    _ = one.recv_from(&mut buf);
    _ = other.send_to(b"hello", &[addr, refused][..]);
    _ = one.recv_from(&mut []);
    _ = other.send_to(b"hello", &[][..]);
    _ = other.send_to(&[b'x'; 65536], addr);

    step("connect");
    _ = other.peer_addr();
    _ = other.send(b"hello");
    _ = other.connect(addr);
    _ = other.peer_addr();
    _ = other.send(b"hello");
    _ = one.peek(&mut buf);
    _ = one.recv(&mut buf[..2]);
    _ = other.send(b"");
    _ = one.recv(&mut buf);
    _ = other.send(b"hello");
    _ = one.peek(&mut []);
    _ = one.recv(&mut []);

    step("refused");
    _ = other.connect(refused);
    _ = other.send(b"hello");
    _ = other.recv(&mut buf);
    _ = other.send(b"hello");
    _ = other.take_error();
    _ = other.take_error();

    step("clone");
    drop(one.try_clone());

    step("not blocking");
    _ = one.set_nonblocking(true);
    _ = one.recv(&mut buf);
    _ = one.recv_from(&mut buf);
    _ = one.peek(&mut buf);
    _ = one.peek_from(&mut buf);
    _ = one.set_nonblocking(false);

    step("options");
    _ = one.set_ttl(32);
    _ = one.ttl();
    _ = one.set_broadcast(true);
    _ = one.broadcast();
    _ = one.set_multicast_loop_v4(false);
    _ = one.multicast_loop_v4();
    _ = one.set_multicast_ttl_v4(4);
    _ = one.multicast_ttl_v4();
    _ = one.set_multicast_ttl_v4(u32::MAX);
    _ = one.set_multicast_loop_v6(false);
    _ = one.multicast_loop_v6();

    step("groups");
    let (v4, v6) = (Ipv4Addr::new(239, 1, 2, 3), Ipv6Addr::new(0xff01, 0, 0, 0, 0, 0, 0, 1));
    _ = one.join_multicast_v4(&v4, &Ipv4Addr::LOCALHOST);
    _ = one.leave_multicast_v4(&v4, &Ipv4Addr::LOCALHOST);
    _ = one.join_multicast_v6(&v6, 1);
    _ = one.leave_multicast_v6(&v6, 1);

    step("time-outs");
    for dur in [Some(Duration::from_millis(1)), Some(Duration::ZERO), None] {
        _ = one.set_read_timeout(dur);
        _ = one.read_timeout();
        _ = one.set_write_timeout(dur);
        _ = one.write_timeout();
    }
    drop(other);
    drop(one);
}

fn unix(folder: &str) {
    let path = format!("{folder}/sock");
    let name = UnixAddr::from_abstract_name(&path).unwrap();
    let mut buf = [0; 16];

    step("listen");
    let listener = UnixListener::bind(&path).unwrap();
    let other = UnixListener::bind_addr(&name).unwrap();
    _ = UnixListener::bind(&path);

    step("connect");
    let mut client = UnixStream::connect(&path).unwrap();
    _ = UnixStream::connect("/nobody/is/here");
    drop(UnixStream::connect_addr(&name));
    drop(other);

    step("accept");
    let (mut server, _) = listener.accept().unwrap();

    step("addresses");
    _ = client.local_addr();
    _ = client.peer_addr();
    _ = listener.local_addr();
    _ = server.peer_cred();

    step("bytes");
    _ = client.write(b"hello");
    _ = client.write_vectored(&[IoSlice::new(b"head"), IoSlice::new(b"body")]);
    _ = server.peek(&mut buf);
    _ = server.read(&mut buf);
    _ = client.shutdown(Shutdown::Both);
    _ = server.write(b"hello");

    step("options");
    _ = server.set_passcred(true);
    _ = server.passcred();
    _ = server.set_read_timeout(Some(Duration::from_millis(1)));
    _ = server.read_timeout();
    _ = server.take_error();
    _ = server.set_nonblocking(true);
    drop(server);
    drop(client);
    drop(listener);

    step("pair");
    let (one, two) = UnixStream::pair().unwrap();
    let clone = one.try_clone().unwrap();
    let mut room = [0; 64];
    let mut ancillary = SocketAncillary::new(&mut room);
    ancillary.add_fds(&[0, 1]);
    _ = one.send_vectored_with_ancillary(&[IoSlice::new(b"hello")], &mut ancillary);
    _ = two.recv_vectored_with_ancillary(&mut [IoSliceMut::new(&mut buf)], &mut ancillary);
    drop(clone);
    drop(two);
    drop(one);

    step("datagrams");
    let path = format!("{folder}/datagrams");
    let one = UnixDatagram::bind(&path).unwrap();
    let two = UnixDatagram::unbound().unwrap();
    _ = two.send_to(b"hello", &path);
    _ = one.peek_from(&mut buf);
    _ = one.recv_from(&mut buf);
    _ = two.connect(&path);
    _ = two.send(b"hello");
    _ = one.peek(&mut buf);
    _ = one.recv(&mut buf);
    _ = two.send(b"");
    let mut ancillary = SocketAncillary::new(&mut room);
    let bufs = &mut [IoSliceMut::new(&mut buf)];
    _ = one.recv_vectored_with_ancillary_from(bufs, &mut ancillary);
    _ = two.peer_addr();
    _ = two.shutdown(Shutdown::Both);
    drop(two);
    drop(one);
}

fn pipes() {
    let mut buf = [0; 16];
    step("pipe");
    let (mut reader, mut writer) = pipe().unwrap();

    step("write");
    _ = writer.write(b"hello");
    _ = writer.write(b"");
    _ = writer.write_all(b"hello");
    _ = writer.write_vectored(&["head", "", "body"].map(|text| IoSlice::new(text.as_bytes())));
    _ = writer.write_vectored(&[]);
    _ = writer.flush();

    step("read");
    _ = reader.read(&mut buf[..2]);
    _ = reader.read(&mut []);
    _ = reader.read_exact(&mut buf[..8]);
    let (head, body) = buf.split_at_mut(2);
    _ = reader.read_vectored(&mut [IoSliceMut::new(head), IoSliceMut::new(body)]);
    _ = reader.read_vectored(&mut []);

    step("clone");
    drop(reader.try_clone());
    let mut clone = writer.try_clone().unwrap();
    drop(reader.as_fd().try_clone_to_owned());

    step("give and take");
    let fd = reader.into_raw_fd();
    let reader = unsafe { PipeReader::from_raw_fd(fd) };
    let mut reader = PipeReader::from(OwnedFd::from(reader));
    _ = reader.as_raw_fd();

    step("end");
    drop(writer);
    _ = clone.write(b"x");
    drop(clone);
    _ = reader.read(&mut buf);
    _ = reader.read(&mut buf);
    drop(reader);

    step("nobody reads");
    let (reader, mut writer) = pipe().unwrap();
    drop(reader);
    _ = writer.write(b"x");
    _ = writer.write_vectored(&[IoSlice::new(b"x"), IoSlice::new(b"y")]);
    drop(writer);
}
