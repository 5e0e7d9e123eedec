//! A file that is written on a thread of its own: half of the time of a large file is the system's.

use std::fs::File;
use std::io::{self, Write};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

/// Bytes that are handed over at once.
const CHUNK: usize = 1 << 17;
/// Chunks that may wait for the thread.
const WAITING: usize = 8;

/// The file, seen from whoever writes.
#[derive(Debug)]
pub(crate) struct WriteBehind {
    buffer: Vec<u8>,
    sender: Option<SyncSender<Vec<u8>>>,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl WriteBehind {
    pub fn new(mut file: File) -> io::Result<Self> {
        let (sender, receiver) = sync_channel::<Vec<u8>>(WAITING);
        let thread = thread::Builder::new().name("exo-write".to_owned());
        let thread =
            thread.spawn(move || receiver.iter().try_for_each(|chunk| file.write_all(&chunk)))?;
        let buffer = Vec::with_capacity(CHUNK);
        Ok(Self { buffer, sender: Some(sender), thread: Some(thread) })
    }

    fn hand_over(&mut self) -> io::Result<()> {
        let chunk = std::mem::replace(&mut self.buffer, Vec::with_capacity(CHUNK));
        match &self.sender {
            Some(sender) if sender.send(chunk).is_ok() => Ok(()),
            // The thread has ended, which only an error makes it do.
            _ => self.close(),
        }
    }

    /// Waits for what was handed over, closes the file, and tells what went wrong.
    pub fn close(&mut self) -> io::Result<()> {
        self.sender = None;
        match self.thread.take().map(JoinHandle::join) {
            Some(Ok(outcome)) => outcome,
            Some(Err(_)) => Err(io::Error::other("the thread that writes has panicked")),
            None => Ok(()),
        }
    }
}

impl Write for WriteBehind {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= CHUNK {
            self.hand_over()?;
        }
        Ok(bytes.len())
    }

    /// Writes all of it: nothing comes after.
    fn flush(&mut self) -> io::Result<()> {
        self.hand_over()?;
        self.close()
    }
}

#[cfg(test)]
mod tests {
    use super::WriteBehind;
    use std::fs::{self, File};
    use std::io::Write;

    #[test]
    fn everything_arrives_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let mut file = WriteBehind::new(File::create(&path).unwrap()).unwrap();
        let line = |number: usize| format!("{number:>40}\n");
        (0..50_000).for_each(|number| file.write_all(line(number).as_bytes()).unwrap());
        file.flush().unwrap();
        let expected: String = (0..50_000).map(line).collect();
        assert_eq!(fs::read_to_string(&path).unwrap(), expected);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn an_error_comes_back_to_whoever_writes() {
        let full = || WriteBehind::new(File::create("/dev/full").unwrap()).unwrap();
        let mut file = full();
        assert!((0..100).any(|_| file.write_all(&[b'x'; 1 << 16]).is_err()));
        let mut file = full();
        file.write_all(b"a few bytes").unwrap();
        assert!(file.flush().is_err());
    }
}
