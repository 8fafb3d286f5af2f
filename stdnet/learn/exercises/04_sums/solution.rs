use std::env;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

fn read_sum(reader: &mut impl Read) -> io::Result<i64> {
    let mut bytes = [0; 4];
    reader.read_exact(&mut bytes)?;
    let count = u32::from_be_bytes(bytes);
    let mut total = 0;
    for _ in 0..count {
        reader.read_exact(&mut bytes)?;
        total += i64::from(i32::from_be_bytes(bytes));
    }
    Ok(total)
}

fn serve(mut stream: TcpStream) -> io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    while !reader.fill_buf()?.is_empty() {
        let total = read_sum(&mut reader)?;
        stream.write_all(&total.to_be_bytes())?;
    }
    Ok(())
}

fn main() -> io::Result<()> {
    let addr = env::args().nth(1).expect("ADDR");
    let listener = TcpListener::bind(addr)?;
    println!("listening on {}", listener.local_addr()?);
    io::stdout().flush()?;
    for incoming in listener.incoming() {
        if let Err(e) = incoming.and_then(serve) {
            eprintln!("serve: {e}");
        }
    }
    Ok(())
}
