//! Request bodies.

use std::pin::Pin;

use bytes::{Buf, Bytes, BytesMut};
use http::header::{CONTENT_LENGTH, EXPECT};
use http::{HeaderMap, StatusCode};
use http_body::Body;
use http_body_util::BodyExt;

use crate::reply::Failure;

/// All of the body, if it has at most `limit` bytes. A body that announces to be longer is not read at all.
pub(crate) async fn collect<B: Body>(
    mut body: Pin<&mut B>,
    headers: &HeaderMap,
    limit: usize,
) -> Result<Bytes, Failure> {
    let announced =
        headers.get(CONTENT_LENGTH).and_then(|v| v.to_str().ok()).and_then(|v| v.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit as u64) {
        return Err(too_large(limit));
    }
    let mut first = Bytes::new();
    // Most bodies arrive in one piece, which then needs no copy.
    let mut rest = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else {
            return Err(Failure::new(StatusCode::BAD_REQUEST, "the body broke off; send the request again"));
        };
        let Ok(mut data) = frame.into_data() else { continue };
        if data.remaining() > limit - (first.len() + rest.len()) {
            return Err(too_large(limit));
        }
        if first.is_empty() && rest.is_empty() {
            first = data.copy_to_bytes(data.remaining());
        } else {
            if rest.is_empty() {
                rest.extend_from_slice(&std::mem::take(&mut first));
            }
            while data.has_remaining() {
                let length = data.chunk().len();
                rest.extend_from_slice(data.chunk());
                data.advance(length);
            }
        }
    }
    Ok(if rest.is_empty() { first } else { rest.freeze() })
}

fn too_large(limit: usize) -> Failure {
    Failure::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        format!("the body is larger than the {limit} bytes that this server takes"),
    )
}

/// Reads on, and throws away, what is left of a body that was refused: a server that answers and closes while the
/// client is still sending makes the operating system reset the connection, and the client may never see the answer.
/// Not without end; a client that waits to be told to continue (`Expect`) has sent nothing.
pub(crate) async fn drain<B: Body>(mut body: Pin<&mut B>, headers: &HeaderMap) {
    /// Many times what most servers take: whoever sends more is not mistaken about the limit.
    const BYTES: usize = 32 << 20;

    if headers.contains_key(EXPECT) {
        return;
    }
    let mut left = BYTES;
    while let Some(Ok(frame)) = body.frame().await {
        let length = frame.data_ref().map_or(0, Buf::remaining);
        if length > left {
            return;
        }
        left -= length;
    }
}
