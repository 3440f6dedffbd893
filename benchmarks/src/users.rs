//! Users that look like those of a company, the same on every run.

use scim_types::{DateTime, Email, EnterpriseUser, Meta, Name, User};

pub const USERS: usize = 10_000;

const GIVEN: [&str; 20] = [
    "Barbara", "John", "Maria", "Ana", "Lukas", "Karol", "Thuy", "Paul", "Riya", "Zhen", "Haruto", "Dylan",
    "Mia", "Carys", "Ingrid", "Émile", "Sofia", "Noah", "Yusuf", "Olena",
];
const FAMILY: [&str; 24] = [
    "Jensen",
    "Smith",
    "Garcia",
    "Mueller",
    "Kowalski",
    "Nguyen",
    "Okafor",
    "Patel",
    "Chen",
    "Suzuki",
    "Owen",
    "Lopez",
    "Jones",
    "Johansson",
    "Åkesson",
    "Rossi",
    "Dubois",
    "Silva",
    "Kim",
    "Novak",
    "Haddad",
    "Ivanova",
    "O'Brien",
    "van der Berg",
];
const DOMAINS: [&str; 8] = [
    "example.com",
    "example.com",
    "example.com",
    "example.com",
    "EXAMPLE.COM",
    "example.org",
    "mail.example.net",
    "contractor.example.com",
];
const KINDS: [&str; 4] = ["work", "home", "other", "Work"];
const DEPARTMENTS: [&str; 9] = [
    "Sales",
    "sales",
    "Engineering",
    "Research and Development",
    "Support",
    "Human Resources",
    "Legal",
    "Tours",
    "Sales EMEA",
];

/// A number that the rest is chosen by (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap_or(0) % end
    }

    /// True so many times in a hundred.
    fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

/// The first `count` of the users.
pub fn users(count: usize) -> Vec<User> {
    let mut random = Random(1);
    (0..count).map(|i| user(i, &mut random)).collect()
}

fn user(i: usize, random: &mut Random) -> User {
    let (given, family) = (random.of(&GIVEN), random.of(&FAMILY));
    let user_name = user_name(given, family, random);
    // The years 2009 to 2017.
    let created = 1_230_768_000 + i64::try_from(random.below(250_000_000)).unwrap_or(0);
    let changed = created + i64::try_from(random.below(30_000_000)).unwrap_or(0);
    let date = |seconds| DateTime::from_unix_seconds(seconds).ok();
    let emails: Vec<Email> = (0..=random.below(3))
        .map(|nth| Email {
            value: Some(format!("{}@{}", local_part(given, family, i), random.of(&DOMAINS))),
            kind: (!random.percent(4)).then(|| random.of(&KINDS).to_owned()),
            primary: (nth == 0).then_some(true),
            display: None,
        })
        .collect();
    User {
        id: format!("2819c223-7f76-453a-919d-{i:012}"),
        external_id: random.percent(70).then(|| format!("{:08x}", random.next())),
        emails,
        name: (!random.percent(3)).then(|| Name {
            formatted: Some(format!("{given} {family}")),
            family_name: Some(family.to_owned()),
            given_name: Some(given.to_owned()),
            ..Name::default()
        }),
        display_name: Some(format!("{given} {family}")),
        title: random.percent(50).then(|| "Tour Guide".to_owned()),
        active: (!random.percent(5)).then(|| random.percent(85)),
        enterprise: random.percent(80).then(|| EnterpriseUser {
            employee_number: Some((700_000 + i).to_string()),
            department: random.percent(90).then(|| random.of(&DEPARTMENTS).to_owned()),
            ..EnterpriseUser::default()
        }),
        meta: Meta {
            resource_type: Some("User".to_owned()),
            created: date(created),
            last_modified: date(changed).filter(|_| !random.percent(2)),
            ..Meta::default()
        },
        user_name,
        ..User::default()
    }
}

fn local_part(given: &str, family: &str, i: usize) -> String {
    format!("{given}.{family}{}", i % 1000).to_lowercase().replace(' ', "")
}

/// `bjensen`, `BJensen`, `bjensen4` or `bjensen@example.com`.
fn user_name(given: &str, family: &str, random: &mut Random) -> String {
    let initial = given.chars().next().unwrap_or('x');
    let family = family.replace([' ', '\''], "");
    match random.below(10) {
        0 => format!("{initial}{family}"),
        1 | 2 => format!("{initial}{family}").to_lowercase(),
        3..=7 => format!("{initial}{family}{}", random.below(10)).to_lowercase(),
        _ => format!("{given}.{family}@example.com").to_lowercase(),
    }
}
