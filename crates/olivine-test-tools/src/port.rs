//! Ports for servers that are told one before they start.

use std::io;
use std::net::TcpListener;
use std::sync::atomic::{AtomicU32, Ordering};

/// Ports below those that the system gives to outgoing connections and to listeners that take any: nobody takes one by chance.
const FIRST: u16 = 12_000;
const COUNT: u16 = 18_000;
/// So many ports stand between those of two processes with neighbouring numbers.
const OF_A_PROCESS: u32 = 16;

static GIVEN: AtomicU32 = AtomicU32::new(0);

/// A port of this machine that is free, and stays so until a server is started on it: other tests that take any port get none of these.
///
/// # Errors
/// All of them are taken.
pub fn quiet_port() -> io::Result<u16> {
    free_port(&GIVEN)
}

/// The next free port of this process; `given` counts those that were looked at.
fn free_port(given: &AtomicU32) -> io::Result<u16> {
    for _ in 0..COUNT {
        let number = std::process::id()
            .wrapping_mul(OF_A_PROCESS)
            .wrapping_add(given.fetch_add(1, Ordering::Relaxed));
        let step = u16::try_from(number % u32::from(COUNT)).map_err(io::Error::other)?;
        let port = FIRST + step;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return Ok(port);
        }
    }
    Err(io::ErrorKind::AddrInUse.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_is_taken_is_not_given() {
        let first = free_port(&AtomicU32::new(0)).unwrap();
        assert!((FIRST..FIRST + COUNT).contains(&first));
        let _taken = TcpListener::bind(("127.0.0.1", first)).unwrap();
        assert_ne!(free_port(&AtomicU32::new(0)).unwrap(), first);
    }

    #[test]
    fn no_port_is_given_twice() {
        assert_ne!(quiet_port().unwrap(), quiet_port().unwrap());
    }
}
