#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| madobe_domain::fuzzing::passkey(data));
