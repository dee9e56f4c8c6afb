//! Which tokens are believed. Those signed by a shared secret; RSA keys are tried through a browser with the whole program.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Utc;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use olivine_identity::{IdentityError, Keys, Verifier};
use serde_json::{Value, json};

const SECRET: &str = "the secret of the LMS";

fn verifier() -> Verifier {
    let keys = Keys::none().with_shared_secret(SECRET);
    Verifier::new(keys, "lms".into(), "openedx".into(), Duration::from_secs(30))
}

fn claims(change: &Value) -> Value {
    let now = Utc::now().timestamp();
    let mut claims = json!({
        "iss": "lms", "aud": "openedx", "iat": now, "exp": now + 60, "preferred_username": "ada", "user_id": 7,
    });
    for (name, value) in change.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims
}

fn signed(claims: &Value, algorithm: Algorithm, secret: &str) -> String {
    encode(
        &Header::new(algorithm),
        claims,
        &EncodingKey::from_secret(secret.as_bytes()),
    )
    .unwrap()
}

async fn outcome(token: &str) -> &'static str {
    match verifier().verify(token).await {
        Ok(_) => "good",
        Err(IdentityError::Clock { .. }) => "clock",
        Err(IdentityError::NoToken) => "none",
        Err(IdentityError::Token { .. }) => "refused",
        Err(other) => panic!("{other}"),
    }
}

#[tokio::test]
async fn times_issuer_and_audience_hold() {
    let now = Utc::now().timestamp();
    for (change, expected) in [
        (json!({}), "good"),
        (json!({"aud": ["other", "openedx"]}), "good"),
        (json!({"exp": now - 20}), "good"),
        (json!({"iat": now + 20}), "good"),
        (json!({"exp": now - 100}), "clock"),
        (json!({"iat": now + 100}), "clock"),
        (json!({"nbf": now + 100}), "clock"),
        (json!({"iss": "other"}), "refused"),
        (json!({"aud": "other"}), "refused"),
        (json!({"aud": null}), "refused"),
        (json!({"iss": null}), "refused"),
        (json!({"iat": null}), "refused"),
        (json!({"preferred_username": null}), "refused"),
    ] {
        let token = signed(&claims(&change), Algorithm::HS256, SECRET);
        assert_eq!(outcome(&token).await, expected, "{change}");
    }
    let mut without_end = claims(&json!({}));
    without_end.as_object_mut().unwrap().remove("exp");
    assert_eq!(
        outcome(&signed(&without_end, Algorithm::HS256, SECRET)).await,
        "refused"
    );
}

#[tokio::test]
async fn the_signature_holds() {
    let good = signed(&claims(&json!({})), Algorithm::HS256, SECRET);
    assert_eq!(
        outcome(&signed(&claims(&json!({})), Algorithm::HS256, "another")).await,
        "refused"
    );
    // Only one algorithm belongs to a secret.
    assert_eq!(
        outcome(&signed(&claims(&json!({})), Algorithm::HS512, SECRET)).await,
        "refused"
    );
    let parts: Vec<&str> = good.split('.').collect();
    let header = |text: &str| URL_SAFE_NO_PAD.encode(text);
    for (token, expected) in [
        (format!("{}.{}.", header(r#"{"alg":"none"}"#), parts[1]), "none"),
        (
            format!("{}.{}.{}", header(r#"{"alg":"RS256"}"#), parts[1], parts[2]),
            "refused",
        ),
        (format!("{}.{}x.{}", parts[0], parts[1], parts[2]), "refused"),
        (parts[..2].join("."), "none"),
        (String::new(), "none"),
        ("a".repeat(20_000), "none"),
        ("🦆.🦆.🦆".to_owned(), "none"),
    ] {
        assert_eq!(outcome(&token).await, expected, "{token:.80}");
    }
}
