//! The checksum of head and journal records: CRC-32 as in zip and Ethernet.
//!
//! From tables: asking the processor for a faster way costs more than it saves on a record of a kilobyte, because
//! virtual machines trap that question.

use crc::{CRC_32_ISO_HDLC, Crc, Table};

static CRC: Crc<u32, Table<16>> = Crc::<u32, Table<16>>::new(&CRC_32_ISO_HDLC);

/// The checksum of `bytes`.
pub(super) fn of(bytes: &[u8]) -> u32 {
    CRC.checksum(bytes)
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_is_the_usual_one() {
        assert_eq!(super::of(b"123456789"), 0xCBF4_3926);
    }
}
