//! The name that was probably meant.

/// Longer names are not compared: no attribute is called so, and the time is the square of the length.
const LONGEST: usize = 64;

/// The candidate that is nearest to `name`, if it is near: up to a third of the letters, and three, wrong, added, missing or
/// swapped with their neighbours, in any case.
pub(crate) fn nearest<'c>(name: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let near = candidates.filter_map(|candidate| Some((distance(name, candidate)?, candidate)));
    near.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

/// How many letters have to be changed, added, removed or swapped with the next to get from one name to the other; `None` if
/// that is so many that nobody meant it. Usable in constants, for the messages of paths that are checked when compiled.
pub(crate) const fn distance(a: &str, b: &str) -> Option<usize> {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut allowed = a.len() / 3;
    if allowed < 1 {
        allowed = 1;
    }
    if allowed > 3 {
        allowed = 3;
    }
    if a.len() > LONGEST || b.len() > LONGEST || a.len().abs_diff(b.len()) > allowed {
        return None;
    }
    let mut before = [0; LONGEST + 1];
    let mut last = [0; LONGEST + 1];
    let mut j = 0;
    while j <= b.len() {
        last[j] = j;
        j += 1;
    }
    let mut i = 0;
    while i < a.len() {
        let mut row = [0; LONGEST + 1];
        row[0] = i + 1;
        let mut j = 0;
        while j < b.len() {
            let mut least = last[j] + if a[i].eq_ignore_ascii_case(&b[j]) { 0 } else { 1 };
            least = less(least, less(last[j + 1], row[j]) + 1);
            if i > 0 && j > 0 && a[i].eq_ignore_ascii_case(&b[j - 1]) && a[i - 1].eq_ignore_ascii_case(&b[j])
            {
                least = less(least, before[j - 1] + 1);
            }
            row[j + 1] = least;
            j += 1;
        }
        before = last;
        last = row;
        i += 1;
    }
    if last[b.len()] <= allowed { Some(last[b.len()]) } else { None }
}

const fn less(a: usize, b: usize) -> usize {
    if a < b { a } else { b }
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
