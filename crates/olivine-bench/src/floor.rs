//! The floor of the benchmark: what any reader of gzip logs must at least do. It inflates the files, reads every line with the
//! fastest JSON parser, compresses the raw lines with zstd level 1, and throws everything away.
//!
//! `floor FOLDER THREADS`
#![forbid(unsafe_code)]

use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use flate2::read::MultiGzDecoder;

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| ".".to_owned());
    let threads: usize = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(2);
    let mut files = Vec::new();
    collect(Path::new(&folder), &mut files)?;
    let queue = Mutex::new(files);
    let counts: Vec<io::Result<(u64, u64)>> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(|| work(&queue))).collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|_| Err(io::Error::other("a worker died"))))
            .collect()
    });
    let (mut lines, mut good) = (0, 0);
    for count in counts {
        let (of_worker, good_of_worker) = count?;
        lines += of_worker;
        good += good_of_worker;
    }
    writeln!(io::stdout(), "{lines} lines, {good} parsed")
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "gz") {
            files.push(path);
        }
    }
    Ok(())
}

fn work(queue: &Mutex<Vec<PathBuf>>) -> io::Result<(u64, u64)> {
    let (mut lines, mut good) = (0, 0);
    let mut sink = zstd::stream::write::Encoder::new(io::sink(), 1)?;
    let mut line = Vec::new();
    loop {
        let next = queue.lock().map_err(|_| io::Error::other("a worker died"))?.pop();
        let Some(path) = next else { break };
        let mut reader = BufReader::with_capacity(1 << 20, MultiGzDecoder::new(fs::File::open(path)?));
        loop {
            line.clear();
            if reader.read_until(b'\n', &mut line)? == 0 {
                break;
            }
            lines += 1;
            if sonic_rs::from_slice::<sonic_rs::Value>(&line).is_ok() {
                good += 1;
            }
            sink.write_all(&line)?;
        }
    }
    sink.finish()?;
    Ok((lines, good))
}
