//! The signature of an event, by which its receiver knows that it comes from this board and is fresh.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Deserializer, Serializer};
use sha2::Sha256;

/// A secret that a webhook and its receiver share. It is never shown: it has neither `Debug` nor `Serialize`.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

/// A secret is not shorter than this, in bytes.
pub const SHORTEST: usize = 16;
/// A secret is not longer than this, in bytes.
pub const LONGEST: usize = 1_024;

impl Secret {
    /// A secret of that text.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// Writes it into the side file, the one place where it stands. For `serialize_with`.
    ///
    /// # Errors
    /// What the serializer says.
    pub fn store<S: Serializer>(secret: &Self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&secret.0)
    }

    /// Reads it from the side file. For `deserialize_with`.
    ///
    /// # Errors
    /// What the deserializer says.
    pub fn load<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }

    /// The signature of a body that is sent at `unix` seconds: `sha256=` and the HMAC-SHA256 of `<unix>.<body>` in
    /// hexadecimal digits.
    pub fn sign(&self, unix: i64, body: &str) -> String {
        let mut signature = "sha256=".to_owned();
        // A key of any length is fine.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()) else { return signature };
        mac.update(format!("{unix}.").as_bytes());
        mac.update(body.as_bytes());
        for byte in mac.finalize().into_bytes() {
            let _ = write!(signature, "{byte:02x}");
        }
        signature
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_that_of_any_other_program() {
        // printf '1769860800.{"id":"x"}' | openssl dgst -sha256 -hmac 'a secret of the two'
        let secret = Secret::new("a secret of the two".to_owned());
        assert_eq!(
            secret.sign(1_769_860_800, "{\"id\":\"x\"}"),
            "sha256=3e8150cf290ac1b69622a8b09486c075ad7dc389fd3126ac41481c796e511f88"
        );
        assert_ne!(
            secret.sign(1_769_860_801, "{\"id\":\"x\"}"),
            secret.sign(1_769_860_800, "{\"id\":\"x\"}")
        );
    }
}
