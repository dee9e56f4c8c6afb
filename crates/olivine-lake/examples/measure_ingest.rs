//! Measures an ingest against what it cannot do without: inflate, parse, and compress the lines at level 1.
//!
//! `cargo run --release --example measure_ingest -- LOGS LAKE [THREADS [MEMORY_MIB [LEVEL]]]`; the lake folder must be
//! new. Processor seconds are compared as well as seconds, so that a busy machine does not spoil the figures.

use std::error::Error;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Instant;

use flate2::read::MultiGzDecoder;
use olivine_lake::{IngestOptions, InputLocation, Lake, LakeOptions};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [logs, lake, rest @ ..] = arguments.as_slice() else {
        return Err("LOGS LAKE [THREADS [MEMORY_MIB]]".into());
    };
    let number = |place: usize, default: u64| rest.get(place).map_or(Ok(default), |text| text.parse::<u64>());
    let options = IngestOptions {
        threads: usize::try_from(number(0, 2)?)?,
        memory_bytes: number(1, 768)? << 20,
    };
    let floor = floor(Path::new(logs))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut lake_options = LakeOptions::at(lake.as_str());
        lake_options.compression_level = i32::try_from(number(2, 3)?)?;
        let lake = Lake::open(&lake_options).await?;
        let begun = processor_seconds();
        let summary = lake.ingest(&[InputLocation::new(logs.as_str())], options, &()).await?;
        println!("{}", serde_json::to_string_pretty(&summary)?);
        let events = lake.snapshot("events").await?.ok_or("no events")?;
        println!(
            "lake {:.1} MB in {} files",
            events.bytes() as f64 / 1e6,
            events.files.len()
        );
        let processor = processor_seconds() - begun;
        println!(
            "seconds: ingest {:.2}, floor {:.2} on one thread",
            summary.seconds, floor.0
        );
        println!(
            "processor seconds: ingest {processor:.2}, floor {:.2}: {:.2}",
            floor.1,
            processor / floor.1
        );
        Ok::<_, Box<dyn Error>>(())
    })?;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    println!(
        "{}",
        status
            .lines()
            .find(|line| line.starts_with("VmHWM"))
            .unwrap_or_default()
    );
    Ok(())
}

/// Processor seconds that this process used so far.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = stat
        .split(' ')
        .skip(13)
        .take(2)
        .filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// Seconds and processor seconds for inflating, parsing and compressing all gzip files of a folder, one after the other.
fn floor(logs: &Path) -> Result<(f64, f64), Box<dyn Error>> {
    let all = processor_seconds();
    let (mut inflate, mut parse, mut compress, mut bytes, mut kept) = (0.0, 0.0, 0.0, 0, 0);
    for entry in std::fs::read_dir(logs)? {
        let mut content = MultiGzDecoder::new(File::open(entry?.path())?);
        let mut block = vec![0; 4 << 20];
        loop {
            let begun = Instant::now();
            let mut filled = 0;
            while filled < block.len() {
                match content.read(&mut block[filled..])? {
                    0 => break,
                    read => filled += read,
                }
            }
            inflate += begun.elapsed().as_secs_f64();
            if filled == 0 {
                break;
            }
            bytes += filled;
            let begun = Instant::now();
            let parsed = block[..filled]
                .split(|byte| *byte == b'\n')
                .filter_map(|line| olivine_event::parse(line).ok());
            kept += parsed.map(|event| event.id.0 as usize & 1).sum::<usize>();
            parse += begun.elapsed().as_secs_f64();
            let begun = Instant::now();
            kept += zstd::bulk::compress(&block[..filled], 1)?.len();
            compress += begun.elapsed().as_secs_f64();
        }
    }
    println!(
        "{:.1} MB: inflate {inflate:.2} s, parse {parse:.2} s, zstd-1 {compress:.2} s ({kept})",
        bytes as f64 / 1e6
    );
    Ok((inflate + parse + compress, processor_seconds() - all))
}
