import instructor
c = instructor.from_provider("cohere/command-r-plus")
