//! Who may use the service (RFC 7644 §2).

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::str::FromStr;

use http::header::AUTHORIZATION;
use http::request::Parts;
use scim_types::AuthenticationScheme;
use sha2::{Digest, Sha256};
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};

/// Decides who sent a request.
///
/// The service asks before it looks at anything else of the request, and answers nothing to those who are refused.
/// [`BearerTokens`] is the built-in one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not authenticate requests",
    label = "the trait `Authenticator` is not implemented for `{Self}`",
    note = "use `scim_http::BearerTokens`, or implement `scim_http::Authenticator`"
)]
pub trait Authenticator: Send + Sync + 'static {
    /// Who sent the request with this head.
    ///
    /// # Errors
    ///
    /// [`AuthError`] says how the request is refused.
    fn authenticate(&self, request: &Parts) -> impl Future<Output = Result<Principal, AuthError>> + Send;

    /// The schemes that `ServiceProviderConfig` announces (RFC 7643 §5).
    fn schemes(&self) -> Vec<AuthenticationScheme>;
}

/// Who sent a request. It is put into the extensions of the response, for middleware that keeps an audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    name: Cow<'static, str>,
}

impl Principal {
    /// A client known by this name.
    pub fn new(name: impl Into<Cow<'static, str>>) -> Self {
        Self { name: name.into() }
    }

    /// The client's name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// How a request is refused.
#[derive(Debug)]
#[non_exhaustive]
pub enum AuthError {
    /// 401: it does not say, or not credibly, who sent it.
    Unauthenticated {
        /// The `WWW-Authenticate` header, such as `Bearer realm="scim"`.
        challenge: Cow<'static, str>,
        /// What to send instead. Must not repeat what was sent.
        detail: Cow<'static, str>,
    },
    /// 403: it is known who sent it, and that principal may not.
    Forbidden {
        /// Why. Must not repeat what was sent.
        detail: Cow<'static, str>,
    },
    /// 500: it could not be found out. The client is told nothing of the source, which is logged.
    Internal(Box<dyn Error + Send + Sync>),
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unauthenticated { detail, .. } | Self::Forbidden { detail } => f.write_str(detail),
            Self::Internal(_) => f.write_str("the authenticator failed"),
        }
    }
}

impl Error for AuthError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Internal(source) => Some(&**source),
            _ => None,
        }
    }
}

type Decision<'a> = Pin<Box<dyn Future<Output = Result<Principal, AuthError>> + Send + 'a>>;

/// An [`Authenticator`] whose type is forgotten.
pub(crate) trait AnyAuthenticator: Send + Sync {
    fn decide<'a>(&'a self, request: &'a Parts) -> Decision<'a>;
    fn announced(&self) -> Vec<AuthenticationScheme>;
}

impl<A: Authenticator> AnyAuthenticator for A {
    fn decide<'a>(&'a self, request: &'a Parts) -> Decision<'a> {
        // In an async block, so that a panic before the first await is one while polling.
        Box::pin(async move { self.authenticate(request).await })
    }
    fn announced(&self) -> Vec<AuthenticationScheme> {
        self.schemes()
    }
}

/// Lets everyone in: what [`Builder::unauthenticated`](crate::Builder::unauthenticated) uses.
pub(crate) struct Everyone;

impl Authenticator for Everyone {
    fn authenticate(&self, _: &Parts) -> impl Future<Output = Result<Principal, AuthError>> + Send {
        ready(Ok(Principal::new("anonymous")))
    }
    fn schemes(&self) -> Vec<AuthenticationScheme> {
        Vec::new()
    }
}

/// The SHA-256 hash of a bearer token: what to keep of it. `Display` and `FromStr` are 64 hexadecimal digits.
///
/// A fast hash is enough for a token that was made at random with 128 bits or more; it is not for a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// The hash of `token`.
    pub fn of(token: &str) -> Self {
        Self(Sha256::digest(token.as_bytes()).into())
    }
}

impl fmt::Display for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Text that is not a [`TokenHash`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenHashError(());

impl fmt::Display for TokenHashError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected the 64 hexadecimal digits of a SHA-256 hash")
    }
}

impl Error for TokenHashError {}

impl FromStr for TokenHash {
    type Err = TokenHashError;

    fn from_str(text: &str) -> Result<Self, TokenHashError> {
        let digits = text.as_bytes();
        if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
            return Err(TokenHashError(()));
        }
        let mut hash = [0; 32];
        for (byte, pair) in hash.iter_mut().zip(text.as_bytes().chunks(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| TokenHashError(()))?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| TokenHashError(()))?;
        }
        Ok(Self(hash))
    }
}

/// OAuth bearer tokens (RFC 6750), of which only hashes are kept.
///
/// ```
/// use scim_http::{BearerTokens, TokenHash};
///
/// let hash = TokenHash::of("a token made at random");
/// let tokens = BearerTokens::new().with_hash("entra", hash).with_token("okta", "another one");
/// # let _ = tokens;
/// ```
#[derive(Debug, Clone, Default)]
pub struct BearerTokens {
    known: Vec<(String, TokenHash)>,
}

impl BearerTokens {
    /// No token: nobody gets in.
    pub fn new() -> Self {
        Self::default()
    }

    /// Accepts `token` from the client with this name.
    #[must_use]
    pub fn with_token(self, client: impl Into<String>, token: &str) -> Self {
        self.with_hash(client, TokenHash::of(token))
    }

    /// Accepts the token with this hash from the client with this name.
    #[must_use]
    pub fn with_hash(mut self, client: impl Into<String>, hash: TokenHash) -> Self {
        self.known.push((client.into(), hash));
        self
    }

    /// Looks at every known token whatever matches, so that the time taken tells nothing.
    fn find(&self, token: &str) -> Option<&str> {
        let given = TokenHash::of(token);
        let (mut found, mut position) = (Choice::from(0), 0_u64);
        for (index, (_, hash)) in (0_u64..).zip(&self.known) {
            let same = hash.0.ct_eq(&given.0);
            position = u64::conditional_select(&position, &index, same);
            found |= same;
        }
        let position = usize::try_from(position).ok()?;
        if bool::from(found) { self.known.get(position).map(|(name, _)| name.as_str()) } else { None }
    }

    fn check(&self, request: &Parts) -> Result<Principal, AuthError> {
        let refuse = |challenge: &'static str, detail: &'static str| AuthError::Unauthenticated {
            challenge: challenge.into(),
            detail: detail.into(),
        };
        let mut headers = request.headers.get_all(AUTHORIZATION).iter();
        let (header, more) = (headers.next(), headers.next());
        let Some(header) = header else {
            return Err(refuse(CHALLENGE, "send the header `Authorization: Bearer <token>`"));
        };
        let token = header.to_str().ok().and_then(|text| text.split_once(' ')).filter(|(scheme, token)| {
            more.is_none() && scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty()
        });
        let Some((_, token)) = token else {
            return Err(refuse(CHALLENGE, "the Authorization header has to be `Bearer <token>`, once"));
        };
        match self.find(token.trim()) {
            Some(name) => Ok(Principal::new(name.to_owned())),
            None => Err(refuse(INVALID_TOKEN, "the bearer token is not valid here; ask for a new one")),
        }
    }
}

const CHALLENGE: &str = "Bearer realm=\"scim\"";
/// RFC 6750 §3.1.
const INVALID_TOKEN: &str = "Bearer realm=\"scim\", error=\"invalid_token\"";

impl Authenticator for BearerTokens {
    fn authenticate(&self, request: &Parts) -> impl Future<Output = Result<Principal, AuthError>> + Send {
        ready(self.check(request))
    }

    fn schemes(&self) -> Vec<AuthenticationScheme> {
        vec![crate::discovery::bearer_scheme()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(headers: &[&str]) -> Result<Principal, AuthError> {
        let mut request = http::Request::get("/");
        for header in headers {
            request = request.header(AUTHORIZATION, *header);
        }
        let tokens = BearerTokens::new().with_token("a", "one").with_hash("b", TokenHash::of("two"));
        tokens.check(&request.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn tokens() {
        assert_eq!(check(&["Bearer one"]).unwrap().name(), "a");
        assert_eq!(check(&["bearer  two"]).unwrap().name(), "b");
        for (headers, sent) in [
            (&["Bearer three"][..], true),
            (&["Bearer one two"], true),
            (&[], false),
            (&["Bearer"], false),
            (&["Bearer "], false),
            (&["Basic b25l"], false),
            (&["one"], false),
            (&["Bearer one", "Bearer two"], false),
            (&["Bearer \u{e4}"], false),
        ] {
            let Err(AuthError::Unauthenticated { challenge, detail }) = check(headers) else {
                panic!("{headers:?}")
            };
            assert_eq!(challenge.contains("invalid_token"), sent, "{headers:?}");
            assert!(!detail.contains("three"));
        }
    }

    #[test]
    fn hashes_as_text() {
        let hash = TokenHash::of("one");
        assert_eq!(hash.to_string().parse(), Ok(hash.clone()));
        assert_eq!(hash.to_string().to_uppercase().parse(), Ok(hash));
        for bad in ["", "00", &"g".repeat(64), &"é".repeat(32)] {
            assert!(bad.parse::<TokenHash>().is_err());
        }
    }

    #[test]
    fn debug_shows_no_token() {
        assert!(!format!("{:?}", BearerTokens::new().with_token("a", "hunter2")).contains("hunter2"));
    }
}
