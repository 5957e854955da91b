from pydantic import BaseModel
from pydantic_ai import Agent


class Ticket(BaseModel):
    summary: str
    priority: int


agent = Agent("anthropic:claude-sonnet-4-5", output_type=Ticket, system_prompt="Summarise the ticket.")

if __name__ == "__main__":
    print(agent.run_sync(open("ticket.txt").read()).output)
