//! The `PatchOp` message (RFC 7644 §3.5.2), before it is known which resource it is for.

use std::borrow::Cow;
use std::fmt;

use serde::ser::{Error as _, SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::message::{Message, RawOperation};
use super::{PATCH_URN, Patch, PatchLimits};
use crate::compat::Compat;
use crate::error::ScimError;
use crate::traits::ScimResource;

/// The body of a PATCH request: operations whose values are kept as JSON text until [`bind`](Self::bind) tells what they are for
/// (RFC 7644 §3.5.2).
///
/// Deserializes from any format. What only the operations' meaning can tell wrong, [`bind`](Self::bind) refuses; a server that
/// starts from bytes takes [`Patch::read`], which copies nothing.
///
/// ```
/// use scim_types::{PatchRequest, User};
///
/// let request: PatchRequest = serde_json::from_str(
///     r#"{"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
///         "Operations": [{"op": "replace", "path": "active", "value": false}]}"#,
/// )?;
/// let mut user = User { active: Some(true), ..User::default() };
/// let changes = request.bind::<User>()?.apply(&mut user)?;
/// assert_eq!(user.active, Some(false));
/// assert_eq!(changes.to_string(), "active: true -> false");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Default)]
pub struct PatchRequest(Message<'static>);

impl PatchRequest {
    /// A request without operations, for a client to add some.
    pub fn new() -> Self {
        Self(Message { schemas: Some(true), ..Message::default() })
    }

    /// The same with a further operation: `op` is `add`, `replace` or `remove`.
    ///
    /// # Errors
    ///
    /// When the value has no JSON form.
    pub fn with<V: Serialize + ?Sized>(
        mut self,
        op: &str,
        path: Option<&str>,
        value: Option<&V>,
    ) -> Result<Self, serde_json::Error> {
        self.0.operations.push(RawOperation {
            op: Some(Cow::Owned(op.to_owned())),
            path: path.map(|path| Cow::Owned(path.to_owned())),
            value: value.map(serde_json::to_string).transpose()?.map(Cow::Owned),
        });
        Ok(self)
    }

    /// Reads the message.
    ///
    /// # Errors
    ///
    /// 400 invalidSyntax when it is not JSON, or not a message of this form.
    pub fn read(json: &[u8]) -> Result<Self, ScimError> {
        Message::read(json).map(|message| Self(message.into_owned()))
    }

    /// Binds the operations to `T` with [`Compat::default`].
    ///
    /// # Errors
    ///
    /// As for [`bind_with`](Self::bind_with).
    pub fn bind<T: ScimResource>(&self) -> Result<Patch<T>, ScimError> {
        self.bind_with(&Compat::default())
    }

    /// Binds the operations to `T`: paths become positions, values are checked and converted to their attributes' types.
    ///
    /// # Errors
    ///
    /// 400, each naming the operation and the path: invalidSyntax for a message that is none (`schemas` without the URN, no
    /// operations, an unknown `op`), invalidPath, noTarget for a `remove` without a path, invalidValue, and mutability for what
    /// is readOnly or required.
    pub fn bind_with<T: ScimResource>(&self, compat: &Compat) -> Result<Patch<T>, ScimError> {
        self.bind_within(compat, PatchLimits::DEFAULT)
    }

    /// [`bind_with`](Self::bind_with) with limits of the caller's.
    ///
    /// # Errors
    ///
    /// As for [`bind_with`](Self::bind_with).
    pub fn bind_within<T: ScimResource>(
        &self,
        compat: &Compat,
        limits: PatchLimits,
    ) -> Result<Patch<T>, ScimError> {
        Patch::bind(&self.0, *compat, limits)
    }
}

/// Values may be secret; how many operations there are is not.
impl fmt::Debug for PatchRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operations = self.0.operations.iter().map(|o| (o.op.as_deref(), o.path.as_deref()));
        f.debug_tuple("PatchRequest").field(&operations.collect::<Vec<_>>()).finish()
    }
}

impl<'de> Deserialize<'de> for PatchRequest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Message::deserialize(deserializer).map(|message| Self(message.into_owned()))
    }
}

impl Serialize for PatchRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("schemas", &[PATCH_URN])?;
        map.serialize_entry("Operations", &Operations(&self.0.operations))?;
        map.end()
    }
}

struct Operations<'a>(&'a [RawOperation<'a>]);

impl Serialize for Operations<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(Some(self.0.len()))?;
        self.0.iter().try_for_each(|operation| seq.serialize_element(operation))?;
        seq.end()
    }
}

impl Serialize for RawOperation<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(op) = &self.op {
            map.serialize_entry("op", op)?;
        }
        if let Some(path) = &self.path {
            map.serialize_entry("path", path)?;
        }
        if let Some(value) = &self.value {
            let value: serde_json::Value = serde_json::from_str(value).map_err(S::Error::custom)?;
            map.serialize_entry("value", &value)?;
        }
        map.end()
    }
}
