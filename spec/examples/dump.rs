use std::collections::BTreeMap;
fn main() {
    let empty = BTreeMap::new(); let names = BTreeMap::new();
    let mut verbose = false;
    for dir in std::env::args().skip(1) {
        if dir == "-v" { verbose = true; continue; }
        let mut files = vec![];
        let p = std::path::Path::new(&dir);
        let list: Vec<_> = if p.is_dir() { std::fs::read_dir(p).unwrap().map(|e| e.unwrap().path()).collect() } else { vec![p.to_path_buf()] };
        for f in list { files.push(spec::pipeline::PageFile { path: f.file_name().unwrap().to_string_lossy().into(), bytes: std::fs::read(&f).unwrap() }); }
        let t = std::time::Instant::now();
        let r = spec::pipeline::read_service(spec::resolve::Context { service: "x", origin: "pages", locked: &empty, names: &names }, files, &|| ());
        let unbalanced: Vec<_> = r.resolved.rows.iter().filter(|(_, r)| !r.is_balanced()).collect();
        println!("{dir}: {} pages, {} ops, {} diagnostics, {:?}, unbalanced {:?}", r.pages, r.resolved.operations.len(), r.resolved.diagnostics.len(), t.elapsed(), unbalanced.iter().take(3).collect::<Vec<_>>());
        let mut by: BTreeMap<_, usize> = BTreeMap::new();
        for d in &r.resolved.diagnostics { *by.entry((d.code.id(), d.code.name())).or_default() += 1; }
        println!("  {by:?}");
        if verbose {
            for o in r.resolved.operations.values() { println!("{}", serde_json::to_string_pretty(o).unwrap()); }
            for o in r.resolved.recordings.values() { println!("{}", serde_json::to_string(o).unwrap()); }
            for d in &r.resolved.diagnostics { println!("{}\n", spec::diagnostics::render(d, r.sources.get(&d.page).map_or("", |s| s), false)); }
        }
    }
}
