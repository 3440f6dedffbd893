//! Passwords: only argon2 hashes of them are kept.

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use scim_http::StoreError;
use tokio::sync::Semaphore;

/// A hash takes 19 MiB and some ten milliseconds of one core: no more than this at a time.
static AT_WORK: Semaphore = Semaphore::const_new(2);

/// The hash of `password`, unless `current` is one of the same password.
pub(crate) async fn rehash(password: String, current: Option<String>) -> Result<Option<String>, StoreError> {
    let permit = AT_WORK.acquire().await.map_err(StoreError::internal)?;
    let work = move || {
        // Until the work is done, which goes on when nobody waits for it any more.
        let _permit = permit;
        let same = current.is_some_and(|hash| {
            PasswordHash::new(&hash)
                .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
        });
        if same {
            return Ok(None);
        }
        let mut salt = [0; 16];
        getrandom::fill(&mut salt).map_err(|e| e.to_string())?;
        let salt = SaltString::encode_b64(&salt).map_err(|e| e.to_string())?;
        let hash = Argon2::default().hash_password(password.as_bytes(), &salt).map_err(|e| e.to_string())?;
        Ok(Some(hash.to_string()))
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(StoreError::internal)?
        .map_err(|e: String| StoreError::internal(e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn hashes() {
        let hash = rehash("t1meMa$heen".to_owned(), None).await.unwrap().unwrap();
        assert!(hash.starts_with("$argon2id$") && !hash.contains("t1me"));
        assert_eq!(rehash("t1meMa$heen".to_owned(), Some(hash.clone())).await.unwrap(), None);
        assert!(rehash("other".to_owned(), Some(hash)).await.unwrap().is_some());
    }
}
