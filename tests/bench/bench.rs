//! The work in Rust: `bench SCENARIO PORT PATH`, with the protocol of `tests/bench/worker.py`.

use std::fs::File;
use std::hint::black_box;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener, TcpStream, UdpSocket};
use std::os::fd::FromRawFd;
use std::os::unix::net::UnixStream;
use std::process::Command;
use std::time::{Duration, Instant};

const MESSAGE: [u8; 64] = [b'm'; 64];
const PIECE: usize = 64 * 1024;
const LINE: &str = "the quick brown fox jumps over the lazy dog: 0123456789 abcdef\n";
const TIMEOUT: Option<Duration> = Some(Duration::from_secs(5));

/// The address of the peer.
struct Peer {
    port: u16,
    path: String,
}

impl Peer {
    /// Connects over TCP and sends the command.
    fn tcp(&self, command: &str) -> io::Result<TcpStream> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_nodelay(true)?;
        stream.write_all(format!("{command}\n").as_bytes())?;
        Ok(stream)
    }

    /// Connects to the Unix socket and sends the command.
    fn unix(&self, command: &str) -> io::Result<UnixStream> {
        let mut stream = UnixStream::connect(&self.path)?;
        stream.write_all(format!("{command}\n").as_bytes())?;
        Ok(stream)
    }

    /// Sends a command whose first argument is the port of the listener.
    fn command_with_port(
        &self,
        command: &str,
        listener: &TcpListener,
        rest: &str,
    ) -> io::Result<TcpStream> {
        let port = listener.local_addr()?.port();
        self.tcp(&format!("{command} {port} {rest}"))
    }

    /// Returns the UDP port of the peer, and the connection that keeps it open.
    fn datagrams(&self, mode: &str) -> io::Result<(TcpStream, u16)> {
        let mut control = self.tcp(&format!("datagrams {mode}"))?;
        let mut line = [0; 16];
        let n = control.read(&mut line)?;
        let port = std::str::from_utf8(&line[..n]).unwrap().trim().parse().unwrap();
        Ok((control, port))
    }
}

const CLOCK_PROCESS_CPUTIME_ID: i32 = 2;

#[repr(C)]
struct Timespec {
    seconds: i64,
    nanoseconds: i64,
}

unsafe extern "C" {
    fn clock_gettime(clock: i32, time: *mut Timespec) -> i32;
    fn memfd_create(name: *const u8, flags: u32) -> i32;
}

/// Returns the processor time of this process in seconds.
fn cpu_time() -> f64 {
    let mut time = Timespec { seconds: 0, nanoseconds: 0 };
    unsafe { clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    time.seconds as f64 + time.nanoseconds as f64 * 1e-9
}

/// The wall-clock time and the processor time in seconds.
type Cost = io::Result<(f64, f64)>;

fn timed(work: impl FnOnce() -> io::Result<()>) -> Cost {
    let (start, cpu) = (Instant::now(), cpu_time());
    work()?;
    Ok((start.elapsed().as_secs_f64(), cpu_time() - cpu))
}

fn pings(mut stream: impl Read + Write, count: usize) -> Cost {
    let mut buf = [0; 64];
    timed(|| {
        for _ in 0..count {
            stream.write_all(&MESSAGE)?;
            stream.read(&mut buf)?;
        }
        Ok(())
    })
}

fn server(peer: &Peer, count: usize) -> Cost {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    peer.command_with_port("drive", &listener, &format!("64 {count}"))?;
    let (mut stream, _) = listener.accept()?;
    stream.set_nodelay(true)?;
    let mut buf = [0; 64];
    timed(|| {
        loop {
            let n = stream.read(&mut buf)?;
            if n == 0 {
                return Ok(());
            }
            stream.write_all(&buf[..n])?;
        }
    })
}

fn accept(peer: &Peer, count: usize) -> Cost {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    peer.command_with_port("dial", &listener, &count.to_string())?;
    timed(|| {
        for _ in 0..count {
            listener.accept()?;
        }
        Ok(())
    })
}

fn cycle(count: usize) -> Cost {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let addr = listener.local_addr()?;
    timed(|| {
        for _ in 0..count {
            let _client = TcpStream::connect(addr)?;
            listener.accept()?;
        }
        Ok(())
    })
}

fn memory(peer: &Peer, count: usize) -> Cost {
    let resident_kib = || -> f64 {
        let statm = std::fs::read_to_string("/proc/self/statm").unwrap();
        statm.split(' ').nth(1).unwrap().parse::<f64>().unwrap() * 4.0
    };
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let _control = peer.command_with_port("hold", &listener, &count.to_string())?;
    let before = resident_kib();
    let streams: Vec<_> = (0..count).map(|_| listener.accept().unwrap().0).collect();
    let kib = (resident_kib() - before) / streams.len() as f64;
    Ok((kib, kib))
}

fn memory_file() -> File {
    unsafe { File::from_raw_fd(memfd_create(c"bench".as_ptr().cast(), 0)) }
}

fn copy_file(peer: &Peer, mebibytes: usize) -> Cost {
    let mut file = memory_file();
    for _ in 0..mebibytes {
        file.write_all(&vec![0; 1 << 20])?;
    }
    io::Seek::rewind(&mut file)?;
    let mut sink = peer.tcp("sink")?;
    timed(|| io::copy(&mut file, &mut sink).map(drop))
}

fn hex(data: &[u8]) -> String {
    data.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn reader(peer: &Peer, piece: &[u8], count: usize) -> io::Result<BufReader<TcpStream>> {
    Ok(BufReader::new(peer.tcp(&format!("repeat {} {count}", hex(piece)))?))
}

fn frames(peer: &Peer, count: usize) -> Cost {
    let frame = [&32_u32.to_be_bytes()[..], &[b'x'; 32]].concat();
    let mut reader = reader(peer, &frame, count)?;
    timed(|| {
        let mut head = [0; 4];
        for _ in 0..count {
            reader.read_exact(&mut head)?;
            reader.read_exact(&mut vec![0; u32::from_be_bytes(head) as usize])?;
        }
        Ok(())
    })
}

fn writes(peer: &Peer, count: usize) -> Cost {
    let mut writer = BufWriter::new(peer.tcp("sink")?);
    timed(|| {
        for _ in 0..count {
            writer.write(&[b'x'; 32])?;
        }
        writer.flush()
    })
}

fn udp(peer: &Peer, mode: &str, count: usize) -> Cost {
    let (_control, port) = peer.datagrams(mode)?;
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    let addr = (Ipv4Addr::LOCALHOST, port);
    let mut buf = [0; 2048];
    timed(|| {
        for _ in 0..count {
            socket.send_to(&MESSAGE, addr)?;
            if mode == "echo" {
                socket.recv_from(&mut buf)?;
            }
        }
        Ok(())
    })
}

fn pair(count: usize) -> Cost {
    let (mut one, mut two) = UnixStream::pair()?;
    let mut buf = [0; 64];
    timed(|| {
        for _ in 0..count {
            one.write(&MESSAGE)?;
            two.read(&mut buf)?;
        }
        Ok(())
    })
}

fn would_block(count: usize) -> Cost {
    let (mut one, _two) = UnixStream::pair()?;
    one.set_nonblocking(true)?;
    let mut buf = [0; 1];
    timed(|| {
        for _ in 0..count {
            black_box(one.read(&mut buf)).unwrap_err();
        }
        Ok(())
    })
}

/// Returns addresses, half of them IPv4, half IPv6 with zeros to shorten.
fn addresses(count: usize) -> Vec<IpAddr> {
    let mut state = 1_u64;
    let mut random = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        state >> 11
    };
    let mut addrs = Vec::new();
    for _ in 0..count / 2 {
        addrs.push(IpAddr::V4(Ipv4Addr::from_bits(random() as u32)));
        let zeros = ((1_u128 << (random() % 81)) - 1) << 24;
        let bits =
            (u128::from(random()) << 75) ^ (u128::from(random()) << 40) ^ u128::from(random());
        addrs.push(IpAddr::V6(Ipv6Addr::from_bits(bits & !zeros)));
    }
    addrs
}

/// Measures a function on each of the inputs.
fn timed_map<T, U>(inputs: Vec<T>, function: impl Fn(&T) -> U) -> Cost {
    timed(|| {
        black_box(inputs.iter().map(function).collect::<Vec<_>>());
        Ok(())
    })
}

fn hash(addr: &IpAddr) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    addr.hash(&mut hasher);
    hasher.finish()
}

fn sort(count: usize) -> Cost {
    let mut v4: Vec<_> = addresses(count).into_iter().filter(IpAddr::is_ipv4).collect();
    let mut v6: Vec<_> = addresses(count).into_iter().filter(IpAddr::is_ipv6).collect();
    timed(|| {
        v4.sort();
        v6.sort();
        Ok(())
    })
}

fn copy(peer: &Peer, mebibytes: usize) -> Cost {
    let mut source = peer.tcp(&format!("repeat 00 {}", mebibytes << 20))?;
    let mut sink = peer.tcp("sink")?;
    timed(|| io::copy(&mut source, &mut sink).map(drop))
}

fn processes(count: usize) -> Cost {
    timed(|| {
        for _ in 0..count {
            Command::new(std::env::current_exe()?).status()?;
        }
        Ok(())
    })
}

fn work(scenario: &str, peer: &Peer, count: usize) -> Option<Cost> {
    Some(match scenario {
        "echo" => peer.tcp("echo").and_then(|stream| pings(stream, count)),
        "limited" => peer.tcp("echo").and_then(|stream| {
            stream.set_read_timeout(TIMEOUT)?;
            stream.set_write_timeout(TIMEOUT)?;
            pings(stream, count)
        }),
        "server" => server(peer, count),
        "send" => peer.tcp("sink").and_then(|mut stream| {
            let piece = vec![0; PIECE];
            timed(|| (0..count).try_for_each(|_| stream.write_all(&piece)))
        }),
        "receive" => peer.tcp(&format!("repeat 00 {}", count * PIECE)).and_then(|mut stream| {
            let mut buf = vec![0; PIECE];
            timed(|| {
                while stream.read(&mut buf)? > 0 {}
                Ok(())
            })
        }),
        "accept" => accept(peer, count),
        "cycle" => cycle(count),
        "copy" | "copy-apart" => copy(peer, count),
        "copy-file" => copy_file(peer, count),
        "copy-to-file" => peer.tcp(&format!("repeat 00 {}", count << 20)).and_then(|mut source| {
            let mut file = memory_file();
            timed(|| io::copy(&mut source, &mut file).map(drop))
        }),
        "lines" => reader(peer, LINE.as_bytes(), count).and_then(|reader| {
            timed(|| {
                for line in reader.lines() {
                    black_box(line?);
                }
                Ok(())
            })
        }),
        "read-line" => reader(peer, LINE.as_bytes(), count).and_then(|mut reader| {
            timed(|| {
                let mut line = String::new();
                while reader.read_line(&mut line)? > 0 {
                    line.clear();
                }
                Ok(())
            })
        }),
        "frames" | "arrays" => frames(peer, count),
        "writes" => writes(peer, count),
        "udp" => udp(peer, "echo", count),
        "udp-send" => udp(peer, "sink", count),
        "unix" => peer.unix("echo").and_then(|stream| pings(stream, count)),
        "pair" => pair(count),
        "would-block" => would_block(count),
        "parse" => {
            let texts: Vec<_> = addresses(count).iter().map(IpAddr::to_string).collect();
            timed_map(texts, |text| text.parse::<IpAddr>().unwrap())
        }
        "print" => timed_map(addresses(count), IpAddr::to_string),
        "sort" => sort(count),
        "hash" => timed_map(addresses(count), hash),
        "test" => timed_map(addresses(count), |addr| {
            (addr.is_loopback(), addr.is_multicast(), addr.is_unspecified())
        }),
        "import" => processes(count),
        "memory" => memory(peer, count),
        _ => return None,
    })
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [scenario, port, path] = &arguments[..] else { return };
    let peer = Peer { port: port.parse().unwrap(), path: path.clone() };
    for line in io::stdin().lines() {
        let count = line.unwrap().parse().unwrap();
        match work(scenario, &peer, count) {
            Some(cost) => {
                let (wall, cpu) = cost.unwrap();
                println!("{wall:e} {cpu:e}");
            }
            None => return println!("missing: not in bench.rs"),
        }
    }
}
