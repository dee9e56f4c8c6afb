//! Which declared failure stands behind what a database says.

use std::io::ErrorKind;

use sqlx::mysql::MySqlDatabaseError;
use sqlx::sqlite::SqliteError;

use crate::error::StoreError;

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let detail = error.to_string();
        match error {
            sqlx::Error::Database(database) => {
                if let Some(mysql) = database.try_downcast_ref::<MySqlDatabaseError>() {
                    mysql_failure(mysql.number(), detail)
                } else if database.try_downcast_ref::<SqliteError>().is_some() {
                    let code = database.code().and_then(|code| code.parse().ok()).unwrap_or(1);
                    sqlite_failure(code, database.message(), detail)
                } else {
                    Self::Internal { detail }
                }
            }
            sqlx::Error::Io(error) => match error.kind() {
                // As while a server is restarted; the file of its socket is gone then.
                ErrorKind::ConnectionRefused | ErrorKind::NotFound | ErrorKind::AddrNotAvailable => {
                    Self::NoAnswer { detail }
                }
                ErrorKind::PermissionDenied => Self::AccessDenied { detail },
                ErrorKind::StorageFull => Self::DiskFull { detail },
                ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { detail },
                _ => Self::ConnectionLost { detail },
            },
            sqlx::Error::Tls(_) => Self::Unreachable { detail },
            sqlx::Error::Configuration(_) => Self::Address { reason: detail },
            sqlx::Error::PoolTimedOut => Self::Busy {
                detail: "all connections are in use".to_owned(),
            },
            sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => Self::ConnectionLost { detail },
            _ => Self::Internal { detail },
        }
    }
}

/// SQLite's extended result codes; the low byte is the primary code.
pub(crate) fn sqlite_failure(code: i32, message: &str, detail: String) -> StoreError {
    match code & 0xff {
        // SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY
        19 if matches!(code, 2067 | 1555) => StoreError::Taken { detail },
        5 | 6 => StoreError::Busy { detail },
        // SQLITE_NOMEM, SQLITE_INTERRUPT: the ends that `limits` sets.
        7 => StoreError::Limit {
            detail: "its memory is used up".to_owned(),
        },
        9 => StoreError::Limit {
            detail: "its time is over".to_owned(),
        },
        13 => StoreError::DiskFull { detail },
        8 => StoreError::ReadOnly { detail },
        11 | 26 => StoreError::Corrupt { detail },
        3 | 14 => StoreError::Unreachable { detail },
        10 => StoreError::Unreachable { detail },
        1 if message.starts_with("no such table") => StoreError::NotPublished { detail },
        1 if message.starts_with("no such column") => StoreError::UnknownColumn { detail },
        1 | 18 | 20 | 25 => StoreError::Statement { detail },
        _ => StoreError::Internal { detail },
    }
}

/// MySQL's and MariaDB's error numbers.
fn mysql_failure(number: u16, detail: String) -> StoreError {
    match number {
        // Too many connections, lock wait timeout, backup lock, table changed under a snapshot; a node of a cluster that is not ready.
        1040 | 1047 | 1203 | 1205 | 1226 | 1412 => StoreError::Busy { detail },
        // The time limit of a statement: MariaDB's and MySQL's.
        1969 | 3024 => StoreError::Limit {
            detail: "its time is over".to_owned(),
        },
        1213 => StoreError::Deadlock { detail },
        1062 => StoreError::Taken { detail },
        // Server shutdown in progress, connection killed, aborted, silent for too long.
        1053 | 1927 | 1152 | 1158..=1161 | 1317 | 2006 | 2013 | 4031 => StoreError::ConnectionLost { detail },
        // Also: this host may not connect, the password has expired, the account is locked.
        1044 | 1045 | 1129 | 1130 | 1142 | 1143 | 1227 | 1370 | 1698 | 1820 | 1862 | 3118 | 4151 => {
            StoreError::AccessDenied { detail }
        }
        1049 => StoreError::UnknownDatabase { detail },
        1153 => StoreError::TooLarge { detail },
        1021 | 1114 | 1041 | 1037 => StoreError::DiskFull { detail },
        1290 | 1792 | 1836 | 1036 => StoreError::ReadOnly { detail },
        1034 | 1035 | 1194 | 1195 => StoreError::Corrupt { detail },
        1146 => StoreError::NotPublished { detail },
        1054 => StoreError::UnknownColumn { detail },
        1064 | 1052 | 1055 | 1056 | 1060 | 1066 | 1111 | 1140 | 1222 | 1241 | 1242 | 1248 | 1267 | 1305 | 1365
        | 1582 | 1630 => StoreError::Statement { detail },
        _ => StoreError::Internal { detail },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use olivine_failure::Failing;

    #[test]
    fn what_a_server_refuses_is_no_defect_of_ours() {
        for (number, code) in [(1130, "STORE-003"), (1820, "STORE-003"), (1153, "STORE-031")] {
            assert_eq!(mysql_failure(number, String::new()).failure().code, code, "{number}");
        }
    }

    #[test]
    fn what_passes_by_itself_is_transient() {
        for number in [1205, 1213, 2013, 4031, 1040, 1047] {
            assert!(mysql_failure(number, String::new()).is_transient(), "{number}");
        }
        for number in [1045, 1049, 1114, 1290, 1064, 1153] {
            assert!(!mysql_failure(number, String::new()).is_transient(), "{number}");
        }
        // SQLITE_BUSY_SNAPSHOT, SQLITE_LOCKED_SHAREDCACHE
        for code in [5, 517, 262] {
            assert!(sqlite_failure(code, "", String::new()).is_transient(), "{code}");
        }
        for code in [8, 11, 13, 14, 26, 1] {
            assert!(!sqlite_failure(code, "", String::new()).is_transient(), "{code}");
        }
    }
}
