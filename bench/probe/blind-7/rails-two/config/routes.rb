Rails.application.routes.draw { resources :posts }
