//! `scim_path!` and `scim_filter!` that compile: what they make is what the runtime makes of the same text.

use scim_types::{Filter, Path, User, scim_filter, scim_path};
use tests::models::{Device, Everything, Extended};

macro_rules! paths {
    ($($ty:ty: $($text:literal),* $(,)?;)*) => {$($(
        assert_eq!(scim_path!($ty, $text), Path::<$ty>::parse($text).expect($text));
        assert!(scim_path!($ty, $text).tolerances().is_empty());
    )*)*};
}

macro_rules! filters {
    ($($ty:ty: $($text:literal),* $(,)?;)*) => {$($(
        assert_eq!(scim_filter!($ty, $text), Filter::<$ty>::parse($text).expect($text));
        assert!(scim_filter!($ty, $text).tolerances().is_empty());
    )*)*};
}

#[test]
fn paths() {
    paths! {
        User: "userName", "USERNAME", "name.familyName", r#"emails[type eq "work"].value"#, "emails[not (primary eq true)]",
            "urn:ietf:params:scim:schemas:core:2.0:User:userName", "schemas", "password", "groups.$ref", "meta.lastModified",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.displayName";
        Device: "owner.$ref", "networkInterfaces[speed gt 10].mac", "urn:example:params:scim:schemas:extension:2.0:Warranty:vendor";
        Extended: "urn:example:params:scim:schemas:extension:2.0:Badge:doors", "name.givenName";
        Everything: r#"texts[value eq "x"]"#;
    }
}

#[test]
fn filters() {
    filters! {
        User: r#"userName eq "bjensen""#, r#"active eq true and UserName SW "j""#, "title pr", "title eq null", "name ne null",
            r#"emails[type eq "work" and value co "@example.com"] and (active eq true or name.familyName sw "J")"#,
            r#"meta.lastModified gt "2011-05-13T04:42:34Z""#, r#"schemas eq "urn:ietf:params:scim:schemas:core:2.0:User""#,
            r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "Sales""#, r#"displayName co "日本 \" \\""#,
            r#"x509Certificates.value eq "AAEC" or x509Certificates.value sw "MII""#, "not (emails.primary eq true)";
        Everything: "small eq 5", "small lt 5.5", "decimal ge -2e3", r#"color ne "red""#, r#"link sw "https://""#, "status eq false",
            r#"dates gt "2011-05-13T04:42:34.123+02:00""#, r#"texts[value eq "x"]"#, "flags eq true";
        Extended: r#"urn:example:params:scim:schemas:extension:2.0:Badge:doors eq "north" and userName pr"#;
    }
}
