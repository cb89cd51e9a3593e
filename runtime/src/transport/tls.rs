//! How connections are encrypted. Without a feature for it only plain `http` works.

use std::error::Error as StdError;

use reqwest::ClientBuilder;

use crate::Error;

/// TLS for the HTTP client; or why no `https` call can succeed, which matters only when one is made.
#[cfg(feature = "rustls")]
pub(super) fn set_up(builder: ClientBuilder) -> Result<(ClientBuilder, Option<String>), Error> {
    let (config, problem) = match rustls_config::system() {
        Ok(config) => (config, None),
        Err(error) => (rustls_config::trusting_nobody()?, Some(error.to_string())),
    };
    Ok((builder.tls_backend_preconfigured(config), problem))
}

#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature whatever the feature")]
pub(super) fn set_up(builder: ClientBuilder) -> Result<(ClientBuilder, Option<String>), Error> {
    Ok((builder.tls_backend_native(), None))
}

#[cfg(not(any(feature = "native-tls", feature = "rustls")))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature whatever the feature")]
pub(super) fn set_up(builder: ClientBuilder) -> Result<(ClientBuilder, Option<String>), Error> {
    let problem = "the crate was built without TLS: turn on its feature `rustls` or `native-tls`";
    Ok((builder, Some(problem.to_owned())))
}

/// Whether a cause of a failed connection is TLS. rustls hides its errors in those of I/O.
#[cfg(feature = "rustls")]
pub(super) fn is_failure(error: &(dyn StdError + 'static)) -> bool {
    use std::io;
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(inner) => inner.is::<rustls::Error>(),
        None => error.is::<rustls::Error>(),
    }
}

/// The system's TLS libraries have no error type in common: their connections fail like any other.
#[cfg(not(feature = "rustls"))]
pub(super) fn is_failure(_: &(dyn StdError + 'static)) -> bool {
    false
}

#[cfg(feature = "rustls")]
mod rustls_config {
    use std::sync::Arc;

    use rustls::{ClientConfig, RootCertStore, crypto::ring};
    use rustls_platform_verifier::BuilderVerifierExt;

    use crate::Error;

    /// Trusts what the system trusts. The provider is named, because the process-wide default belongs to
    /// the application.
    pub(super) fn system() -> Result<ClientConfig, rustls::Error> {
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_platform_verifier()?;
        Ok(config.with_no_client_auth())
    }

    pub(super) fn trusting_nobody() -> Result<ClientConfig, Error> {
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| Error::invalid(format!("TLS cannot be set up: {error}")))?;
        Ok(config.with_root_certificates(RootCertStore::empty()).with_no_client_auth())
    }
}
