//! A runtime for `async` functions, a tiny tokio: tiny_runtime.py, in Rust.
//!
//! It needs the crate mio, version 1, with the features "os-poll" and "net".

use mio::event::Source;
use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::future::poll_fn;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::os::fd::AsRawFd;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::task::{self, Context, Wake, Waker};
use std::{env, mem, process};

// The runtime.

/// Tasks that wait for the same.
#[derive(Default)]
struct Parked(RefCell<Vec<Waker>>);

impl Parked {
    async fn wait(&self) {
        let mut is_woken = false;
        poll_fn(|context| {
            if mem::replace(&mut is_woken, true) {
                return task::Poll::Ready(());
            }
            self.0.borrow_mut().push(context.waker().clone());
            task::Poll::Pending
        })
        .await
    }

    fn wake(&self) {
        self.0.take().into_iter().for_each(Waker::wake);
    }
}

/// The end of a task: its output, and who waits for it.
struct JoinHandle<T>(Rc<(Cell<Option<T>>, Parked)>);

impl<T> JoinHandle<T> {
    async fn join(self) -> T {
        loop {
            match self.0.0.take() {
                Some(output) => return output,
                None => self.0.1.wait().await,
            }
        }
    }
}

/// A source, and the tasks that wait until it is ready.
struct Async<S: AsRawFd> {
    source: S,
    readable: Rc<Parked>,
    writable: Rc<Parked>,
    runtime: Rc<Runtime>,
}

impl<S: AsRawFd> Drop for Async<S> {
    fn drop(&mut self) {
        let token = Token(self.source.as_raw_fd() as usize);
        self.runtime.sources.borrow_mut().remove(&token);
    }
}

type Task = Pin<Box<dyn Future<Output = ()>>>;

/// The number of a task, and the queue that it goes into when it is woken.
struct TaskWaker(usize, Arc<Mutex<VecDeque<usize>>>);

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.1.lock().expect("no panic").push_back(self.0);
    }
}

/// The tasks, the numbers of those that are ready, and the sources that wake the others.
struct Runtime {
    poll: RefCell<Poll>,
    tasks: RefCell<HashMap<usize, Task>>,
    spawned: Cell<usize>,
    ready: Arc<Mutex<VecDeque<usize>>>,
    sources: RefCell<HashMap<Token, [Rc<Parked>; 2]>>,
}

impl Runtime {
    fn register<S: Source + AsRawFd>(self: Rc<Self>, mut source: S) -> io::Result<Async<S>> {
        let token = Token(source.as_raw_fd() as usize);
        let both = Interest::READABLE | Interest::WRITABLE;
        let poll = self.poll.borrow();
        poll.registry().register(&mut source, token, both)?;
        drop(poll);
        let [readable, writable] = <[Rc<Parked>; 2]>::default();
        let parked = [readable.clone(), writable.clone()];
        self.sources.borrow_mut().insert(token, parked);
        Ok(Async {
            source,
            readable,
            writable,
            runtime: self,
        })
    }

    fn spawn<T: 'static>(&self, future: impl Future<Output = T> + 'static) -> JoinHandle<T> {
        let end = Rc::new((Cell::new(None), Parked::default()));
        let handle = JoinHandle(end.clone());
        let task = async move {
            end.0.set(Some(future.await));
            end.1.wake();
        };
        let id = self.spawned.replace(self.spawned.get() + 1);
        self.tasks.borrow_mut().insert(id, Box::pin(task));
        self.ready.lock().expect("no panic").push_back(id);
        handle
    }

    fn block_on<T: 'static>(&self, future: impl Future<Output = T> + 'static) -> io::Result<T> {
        let mut events = Events::with_capacity(64);
        let handle = self.spawn(future);
        let next_ready = || self.ready.lock().expect("no panic").pop_front();
        loop {
            while let Some(id) = next_ready() {
                // The task is not in the map while it runs, as it may spawn others.
                let task = self.tasks.borrow_mut().remove(&id);
                let waker = Waker::from(Arc::new(TaskWaker(id, self.ready.clone())));
                let mut context = Context::from_waker(&waker);
                if let Some(mut task) = task
                    && task.as_mut().poll(&mut context).is_pending()
                {
                    self.tasks.borrow_mut().insert(id, task);
                }
            }
            if let Some(output) = handle.0.0.take() {
                return Ok(output);
            }
            self.poll.borrow_mut().poll(&mut events, None)?;
            let sources = self.sources.borrow();
            for event in &events {
                let [readable, writable] = &sources[&event.token()];
                if event.is_readable() || event.is_read_closed() {
                    readable.wake();
                }
                if event.is_writable() || event.is_write_closed() {
                    writable.wake();
                }
            }
        }
    }
}

async fn until_ready<T>(
    parked: &Parked,
    mut operation: impl FnMut() -> io::Result<T>,
) -> io::Result<T> {
    loop {
        match operation() {
            Err(error) if error.kind() == ErrorKind::WouldBlock => parked.wait().await,
            result => return result,
        }
    }
}

// The program.

const WORDS: [&str; 3] = ["one", "two", "three"];

async fn echo(runtime: Rc<Runtime>, stream: TcpStream) -> io::Result<usize> {
    let mut total = 0;
    let mut buf = [0; 64];
    let peer = runtime.register(stream)?;
    loop {
        let n = until_ready(&peer.readable, || (&peer.source).read(&mut buf)).await?;
        if n == 0 {
            return Ok(total);
        }
        write_all(&peer, &buf[..n]).await?;
        total += n;
    }
}

async fn ask(runtime: Rc<Runtime>, name: String, addr: SocketAddr) -> io::Result<()> {
    let mut buf = [0; 64];
    let server = runtime.register(TcpStream::connect(addr)?)?;
    server.writable.wait().await;
    for word in WORDS {
        say(&name, &format!("sends {word}"));
        write_all(&server, word.as_bytes()).await?;
        let n = until_ready(&server.readable, || (&server.source).read(&mut buf)).await?;
        say(
            &name,
            &format!("got {}", String::from_utf8_lossy(&buf[..n])),
        );
    }
    Ok(())
}

async fn write_all(peer: &Async<TcpStream>, data: &[u8]) -> io::Result<()> {
    let mut rest = data;
    while !rest.is_empty() {
        let n = until_ready(&peer.writable, || (&peer.source).write(rest)).await?;
        rest = &rest[n..];
    }
    Ok(())
}

async fn serve_two(runtime: Rc<Runtime>) -> io::Result<()> {
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
    let addr = listener.local_addr()?;
    let server = runtime.clone().register(listener)?;
    let clients = [1, 2].map(|n| runtime.spawn(ask(runtime.clone(), format!("client {n}"), addr)));
    let mut echoes = Vec::new();
    for _ in &clients {
        let (stream, _) = until_ready(&server.readable, || server.source.accept()).await?;
        echoes.push(runtime.spawn(echo(runtime.clone(), stream)));
    }
    drop(server);
    for client in clients {
        client.join().await?;
    }
    for (number, each) in (1..).zip(echoes) {
        say(
            "server",
            &format!("client {number} has {} bytes back", each.join().await?),
        );
    }
    Ok(())
}

fn say(side: &str, text: &str) {
    println!("{side}: {text}");
}

fn main() -> io::Result<()> {
    if env::args().len() > 1 {
        eprintln!("it takes no arguments");
        process::exit(2);
    }
    let runtime = Rc::new(Runtime {
        poll: RefCell::new(Poll::new()?),
        tasks: RefCell::default(),
        spawned: Cell::default(),
        ready: Arc::default(),
        sources: RefCell::default(),
    });
    runtime.block_on(serve_two(runtime.clone()))?
}
