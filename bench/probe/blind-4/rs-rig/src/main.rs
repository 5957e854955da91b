use rig::providers::cohere;

fn main() {
    let client = cohere::Client::new("k");
    let _m = client.agent(cohere::COMMAND_R).build();
}
