//! Where the time of a run goes, stage by stage, on one thread: `cargo bench -p xtask [-- DIR]`.
//!
//! Without DIR the repository's own pages are read many times over; with it each folder in DIR is a
//! service. Compare shares within one run: they hold on a machine whose speed drifts.

#![allow(clippy::unwrap_used, clippy::cast_precision_loss, reason = "a benchmark may stop, and rounds")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use generator::OutputFile;
use spec::extract::{Extraction, extract};
use spec::model::{ErrorCodes, Service, ServiceInfo, to_file};
use spec::page::{Reading, read};
use spec::pipeline::PageFile;
use spec::resolve::{Context, DraftPage, Resolved, resolve};

/// How often the repository's own pages are read: enough for a second of work.
const COPIES: usize = 200;

/// Time spent in each stage, in the order of the stages.
#[derive(Default)]
struct Times(Vec<(&'static str, Duration)>);

impl Times {
    fn measure<T>(&mut self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let result = work();
        let spent = started.elapsed();
        match self.0.iter_mut().find(|(name, _)| *name == stage) {
            Some((_, time)) => *time += spent,
            None => self.0.push((stage, spent)),
        }
        result
    }

    fn print(&self, pages: usize, bytes: u64) {
        let total: f64 = self.0.iter().map(|(_, time)| time.as_secs_f64()).sum();
        let megabytes = bytes as f64 / 1e6;
        println!("{pages} pages, {megabytes:.1} MB, one thread\n");
        println!("{:<10}{:>10}{:>9}{:>11}{:>11}", "stage", "ms", "share", "MB/s", "pages/s");
        let all = ("all", Duration::from_secs_f64(total));
        for (stage, time) in self.0.iter().copied().chain([all]) {
            let seconds = time.as_secs_f64();
            println!(
                "{stage:<10}{:>10.1}{:>8.1}%{:>11.1}{:>11.0}",
                seconds * 1e3,
                seconds / total * 100.0,
                megabytes / seconds,
                pages as f64 / seconds,
            );
        }
    }
}

fn main() {
    // Cargo adds `--bench`.
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let single = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    single.install(|| run(folder.as_deref().map(Path::new)));
}

fn run(folder: Option<&Path>) {
    let out = tempfile::tempdir().unwrap();
    let mut times = Times::default();
    let mut services = Vec::new();
    let (mut pages, mut bytes) = (0, 0);
    for (name, paths) in folder.map_or_else(own_pages, services_in) {
        let files: Vec<PageFile> = times.measure("load", || paths.iter().map(|path| load(path)).collect());
        pages += files.len();
        bytes += files.iter().map(|file| file.bytes.len() as u64).sum::<u64>();
        services.push(service(&name, files, &mut times));
    }
    let mut outputs: Vec<OutputFile> = times.measure("specify", || {
        let operations =
            services.iter().flat_map(|service| service.operations.values().map(move |o| (service, o)));
        let file = |(service, operation): (&Service, _)| OutputFile {
            path: format!("{}-{:p}.json", service.info.name, operation),
            contents: to_file(operation).unwrap(),
        };
        operations.map(file).collect()
    });
    times.measure("openapi", || {
        let document = |service| to_file(&generator::openapi(service)).unwrap();
        services.iter().map(document).map(|text| text.len()).sum::<usize>()
    });
    outputs.extend(times.measure("generate", || generator::generate(&services).unwrap().files));
    times.measure("write", || outputs.iter().for_each(|file| write(out.path(), file)));
    times.print(pages, bytes);
}

/// From files to operations.
fn service(name: &str, files: Vec<PageFile>, times: &mut Times) -> Service {
    let readings: Vec<(String, Reading)> = times.measure("read", || {
        files.into_iter().map(|file| (file.path.clone(), read(&file.path, file.bytes))).collect()
    });
    let extractions: Vec<(String, Extraction)> = times.measure("extract", || {
        readings
            .iter()
            .filter_map(|(path, reading)| Some((path.clone(), extract(reading.page.as_ref()?))))
            .collect()
    });
    let resolved: Resolved = times.measure("resolve", || {
        let (mut drafts, mut objects) = (Vec::new(), BTreeMap::new());
        for (path, extraction) in extractions {
            objects.insert(path, extraction.objects);
            let rows = extraction.rows;
            let diagnostics = extraction.diagnostics;
            drafts.extend(extraction.draft.map(|draft| DraftPage { draft, diagnostics, rows }));
        }
        let (locked, names) = (BTreeMap::new(), BTreeMap::new());
        resolve(
            Context { service: name, origin: "pages", locked: &locked, names: &names, patches: None },
            drafts,
            &objects,
        )
    });
    let info = ServiceInfo {
        name: name.to_owned(),
        title: name.to_owned(),
        endpoint: name.to_owned(),
        documentation: None,
        global: false,
        json_bodies: None,
    };
    let error_codes = ErrorCodes { service: name.to_owned(), pages: resolved.error_pages };
    Service { info, operations: resolved.operations, recordings: resolved.recordings, error_codes }
}

/// The repository's own pages as many services.
fn own_pages() -> BTreeMap<String, Vec<PathBuf>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut paths = pages_in(&root.join("pages"));
    paths.extend(pages_in(&root.join("spec/tests/fixtures/dialects")));
    (0..COPIES).map(|copy| (format!("service{copy}"), paths.clone())).collect()
}

/// The pages of each folder in `folder`.
fn services_in(folder: &Path) -> BTreeMap<String, Vec<PathBuf>> {
    let folders = entries(folder).into_iter().filter(|path| path.is_dir());
    folders.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), pages_in(&path))).collect()
}

fn pages_in(folder: &Path) -> Vec<PathBuf> {
    entries(folder)
        .into_iter()
        .flat_map(|path| if path.is_dir() { pages_in(&path) } else { vec![path] })
        .collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn load(path: &Path) -> PageFile {
    PageFile { path: path.to_string_lossy().into_owned(), bytes: fs::read(path).unwrap() }
}

fn write(folder: &Path, file: &OutputFile) {
    let path = folder.join(&file.path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, &file.contents).unwrap();
}
