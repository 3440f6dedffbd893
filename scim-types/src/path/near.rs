//! The name that was probably meant.

/// Longer names are not compared: no attribute is called so, and the time is the square of the length.
const LONGEST: usize = 64;

/// The candidate that is nearest to `name`, if it is near: up to a third of the letters, and three, wrong, added, missing or swapped
/// with their neighbours, in any case.
pub(crate) fn nearest<'c>(name: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    if name.len() > LONGEST {
        return None;
    }
    let allowed = (name.len() / 3).clamp(1, 3);
    let near = candidates.filter(|c| c.len() <= LONGEST && c.len().abs_diff(name.len()) <= allowed);
    near.map(|c| (distance(name.as_bytes(), c.as_bytes()), c)).filter(|(d, _)| *d <= allowed).min_by_key(|(d, _)| *d).map(|(_, c)| c)
}

/// How many letters have to be changed, added, removed or swapped with the next to get from one name to the other.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut before = [0; LONGEST + 1];
    let mut last: [usize; LONGEST + 1] = std::array::from_fn(|j| j);
    let mut row = [0; LONGEST + 1];
    for i in 0..a.len() {
        row[0] = i + 1;
        for j in 0..b.len() {
            let same = a[i].eq_ignore_ascii_case(&b[j]);
            row[j + 1] = (last[j] + usize::from(!same)).min(last[j + 1] + 1).min(row[j] + 1);
            let swapped =
                i > 0 && j > 0 && a[i].eq_ignore_ascii_case(&b[j - 1]) && a[i - 1].eq_ignore_ascii_case(&b[j]);
            if swapped {
                row[j + 1] = row[j + 1].min(before[j - 1] + 1);
            }
        }
        before = last;
        last = row;
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_near_and_other_names_are_not() {
        let names = ["userName", "emails", "name", "displayName", "title"];
        let near = |name| nearest(name, names.into_iter());
        assert_eq!(near("emials"), Some("emails"));
        assert_eq!(near("USERNAM"), Some("userName"));
        assert_eq!(near("nmae"), Some("name"));
        assert_eq!(near("mail"), None);
        assert_eq!(near(""), None);
        assert_eq!(near(&"x".repeat(100_000)), None);
    }
}
