use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::panic::{catch_unwind, resume_unwind};
use std::thread;

// step: seen
fn pair() -> io::Result<(UnixStream, UnixStream)> {
    let (client, stream) = UnixStream::pair()?;
    client.set_nonblocking(true)?;
    Ok((client, stream))
}

fn seen(name: &str, mut client: &UnixStream) {
    match client.read_to_end(&mut Vec::new()) {
        Ok(_) => println!("{name:<10} closed"),
        Err(_) => println!("{name:<10} open"),
    }
}
// end: seen

// step: function
fn greet() -> io::Result<UnixStream> {
    let (client, mut stream) = pair()?;
    stream.write_all(b"hello")?;
    Ok(client)
}

fn function() -> io::Result<()> {
    let client = greet()?;
    seen("function", &client);
    Ok(())
}
// end: function

// step: block
fn block() -> io::Result<()> {
    let (client, stream) = pair()?;
    {
        let mut inner = stream;
        inner.write_all(b"hello")?;
    }
    seen("block", &client);
    Ok(())
}
// end: block

// step: argument
fn take(mut stream: UnixStream) -> io::Result<()> {
    stream.write_all(b"hello")
}

fn argument() -> io::Result<()> {
    let (client, stream) = pair()?;
    take(stream)?;
    seen("argument", &client);
    Ok(())
}
// end: argument

// step: loop
fn each() -> io::Result<()> {
    let (first, one) = pair()?;
    let (second, two) = pair()?;
    for mut stream in [one, two] {
        stream.write_all(b"hello")?;
    }
    seen("loop, 1", &first);
    seen("loop, 2", &second);
    Ok(())
}
// end: loop

// step: container
fn container() -> io::Result<()> {
    let (client, stream) = pair()?;
    let mut streams = vec![stream];
    seen("vec", &client);
    streams.clear();
    seen("clear", &client);
    Ok(())
}
// end: container

// step: clone
fn clone() -> io::Result<()> {
    let (client, stream) = pair()?;
    let other = stream.try_clone()?;
    drop(stream);
    seen("clone", &client);
    other.shutdown(Shutdown::Both)?;
    seen("shutdown", &client);
    Ok(())
}
// end: clone

// step: with
fn with() -> io::Result<()> {
    let (client, mut stream) = pair()?;
    stream.write_all(b"hello")?;
    drop(stream);
    seen("with", &client);
    Ok(())
}
// end: with

// step: thread
fn spawned() -> io::Result<()> {
    let (client, stream) = pair()?;
    let thread = thread::spawn(|| take(stream));
    thread.join().unwrap()?;
    seen("thread", &client);
    Ok(())
}
// end: thread

// step: question
fn leave(_stream: UnixStream) -> io::Result<()> {
    Err(io::Error::other("leave"))?;
    Ok(())
}

fn question() -> io::Result<()> {
    let (client, stream) = pair()?;
    let left = leave(stream);
    seen("question", &client);
    assert!(left.is_err());
    Ok(())
}
// end: question

// step: panic
fn fail(_stream: UnixStream) {
    resume_unwind(Box::new("fail"));
}

fn panics() -> io::Result<()> {
    let (client, stream) = pair()?;
    if catch_unwind(|| fail(stream)).is_err() {
        seen("panic", &client);
    }
    seen("after", &client);
    Ok(())
}
// end: panic

fn main() -> io::Result<()> {
    function()?;
    block()?;
    argument()?;
    each()?;
    container()?;
    clone()?;
    with()?;
    spawned()?;
    question()?;
    panics()
}
