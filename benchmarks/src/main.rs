//! What the library does on every request, measured: instructions and allocations of one operation, beside what a Rust programmer
//! would write by hand for the one struct (the floor) and beside the peers.
//!
//! `cargo run --release` prints the table, `cargo run --release -- only WORD` the groups that have the word in their title. Both columns
//! are counted by valgrind, which repeats to the digit whatever else the machine does; without it they are empty. Filters are evaluated
//! against the clock as well. `cargo run --release -- op NAME COUNT` runs one operation, for a profiler.

mod documents;
mod evaluate;
mod filters;
mod floor;
mod measure;
mod ops;
mod users;

use measure::{allocations, instructions};
use ops::{Goal, OpGroup};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => table(""),
        ["only", word] => table(word),
        ["op", name, count] => {
            let op = ops::all().find(|op| op.name == name).unwrap_or_else(|| panic!("no operation {name}"));
            let mut run = (op.prepare)();
            for _ in 0..count.parse().expect("a count") {
                run();
            }
        }
        _ => {
            eprintln!("usage: benchmarks [only WORD | op NAME COUNT]");
            std::process::exit(2);
        }
    }
}

fn table(word: &str) {
    let counted = measure::is_possible();
    if !counted {
        println!("valgrind is not installed: instructions and allocations are left out");
    }
    for group in ops::GROUPS.iter().copied().flatten().filter(|group| group.title.contains(word)) {
        rows(group, counted);
    }
    if evaluate::TITLE.contains(word) {
        evaluate::table(counted);
    }
}

fn rows(group: &OpGroup, counted: bool) {
    println!("\n{}", group.title);
    println!("{:<44} {:>14} {:>8} {:>8} {:>8}", "", "instructions", "x first", "goal", "allocs");
    let mut first = None;
    for op in group.ops {
        let count = counted.then(|| instructions(op));
        first = first.or(count);
        let ratio = count.zip(first).map_or_else(String::new, |(ours, first)| format!("{:.3}", ours / first));
        let count = count.map_or_else(String::new, |count| format!("{count:.0}"));
        let goal = match op.goal {
            Goal::None => String::new(),
            Goal::Ratio(ratio) => format!("{ratio:.2}"),
            Goal::Instructions(instructions) => format!("{instructions:.0} i"),
        };
        let allocations = if counted { format!("{:.0}", allocations(op)) } else { String::new() };
        println!("{:<44} {count:>14} {ratio:>8} {goal:>8} {allocations:>8}", op.title);
    }
}
