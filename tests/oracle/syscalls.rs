//! What Rust asks of the system. It prints nothing: strace listens.
//!
//! `syscalls.py` does the same with stdnet. A change of the directory that fails marks each step.

#![feature(tcp_deferaccept, tcp_linger, tcplistener_into_incoming)]

use std::env::{args, set_current_dir};
use std::io::{IoSlice, IoSliceMut, Read, Write};
use std::net::{IpAddr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::os::linux::net::TcpStreamExt;
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
    // Nobody listens at port 1.
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
